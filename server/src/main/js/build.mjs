// Builds the page client into server/src/main/resources/client: npm ci && npm run build
import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const here = new URL('.', import.meta.url);
const out = process.argv[2] ? new URL(`file://${process.argv[2]}/`) : new URL('../resources/client/', here);
const shared = { bundle: true, minify: true, write: false, target: 'es2020', legalComments: 'none', mangleProps: /^_[a-z]/ };

async function bundle(entry, format) {
  const result = await build({ ...shared, entryPoints: [new URL(entry, here).pathname], format });
  return result.outputFiles[0].text;
}

async function loader() {
  const text = readFileSync(new URL('src/loader.js', here), 'utf8');
  const style = readFileSync(new URL('src/loader.css', here), 'utf8');
  const js = await transform(text, { minify: true, target: 'es2020' });
  const css = await transform(style, { minify: true, loader: 'css' });
  return `<style>${css.code.trim()}</style><script>${js.code.trim()}</script>`;
}

const hash = (text, algorithm, form) => createHash(algorithm).update(text).digest(form);
const files = {
  'knowfirst.js': await bundle('src/tag.js', 'iife'),
  'consent.js': await bundle('src/consent.js', 'iife'),
  'knowfirst.mjs': await bundle('src/module.js', 'esm'),
  'loader.html': await loader(),
};
const sources = readdirSync(new URL('src/', here))
  .sort()
  .map((name) => `${name}\n${readFileSync(new URL('src/' + name, here), 'utf8')}`)
  .join('');

mkdirSync(out, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  writeFileSync(new URL(name, out), text);
  console.log(name, gzipSync(text, { level: 9 }).length, 'bytes gzipped');
}
writeFileSync(new URL('sources.sha256', out), hash(sources, 'sha256', 'hex') + '\n');
