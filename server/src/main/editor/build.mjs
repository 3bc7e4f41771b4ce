// Builds the console's editor into server/src/main/resources/console: npm ci && npm run build
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const here = new URL('.', import.meta.url);
const out = process.argv[2] ? new URL(`file://${process.argv[2]}/`) : new URL('../resources/console/', here);
const result = await build({
  bundle: true,
  minify: true,
  write: false,
  target: 'es2020',
  format: 'iife',
  legalComments: 'none',
  banner: { js: '/* CodeMirror 6, MIT License, Copyright (C) 2018-2025 by Marijn Haverbeke and others */' },
  entryPoints: [new URL('src/editor.js', here).pathname],
});
const script = result.outputFiles[0].text;
const names = readdirSync(new URL('src/', here)).sort().map((name) => 'src/' + name);
const hash = createHash('sha256');
for (const name of [...names, 'package-lock.json']) {
  hash.update(`${name}\n${readFileSync(new URL(name, here), 'utf8')}`);
}
hash.update(script);

mkdirSync(out, { recursive: true });
writeFileSync(new URL('editor.js', out), script);
writeFileSync(new URL('editor.sha256', out), hash.digest('hex') + '\n');
console.log('editor.js', gzipSync(script, { level: 9 }).length, 'bytes gzipped');
