// Evaluates flags with OpenFeature's provider for pages, as it is, in a real Chromium, while rules
// and an experiment change; prints what it sees.
// node ofrep-web.mjs URL SITE_KEY ADMIN_KEY RULES_JSON CHROMIUM
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { readFile } from 'node:fs/promises';

const [url, site, admin, rules, executablePath] = process.argv.slice(2);
const entry = `
  export { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';
  export { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
  export { KnowfirstExposureHook } from '../../../../docs/openfeature/exposure-hook.mjs';`;
const bundle = await build({
  stdin: { contents: entry, resolveDir: import.meta.dirname },
  bundle: true, format: 'iife', globalName: 'kit', write: false,
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-features=LocalNetworkAccessChecks'] });
try {
  const context = await browser.newContext({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0' });
  const page = await context.newPage();
  const statuses = [];
  page.on('pageerror', (error) => console.error(error));
  page.on('console', (message) => console.error(message.text()));
  page.on('response', (answer) => {
    if (answer.url().includes('/ofrep/v1/evaluate')) statuses.push(answer.status());
  });
  // Another origin than the server's, so that CORS is asked.
  const origin = url.replace('127.0.0.1', 'localhost');
  await page.route(`${origin}/page`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Shop</title>' }));
  await page.goto(`${origin}/page`);
  await page.addScriptTag({ content: bundle.outputFiles[0].text });

  const first = await page.evaluate(async ({ url, site }) => {
    const { OpenFeature, OFREPWebProvider, ProviderEvents, KnowfirstExposureHook } = kit;
    window.changes = [];
    window.hook = new KnowfirstExposureHook({ baseUrl: url, key: site });
    OpenFeature.addHooks(window.hook);
    OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, (event) =>
      window.changes.push({ at: Date.now(), flags: event.flagsChanged }));
    await OpenFeature.setContext({ targetingKey: 'page-1', channel: 'web' });
    await OpenFeature.setProviderAndWait(new OFREPWebProvider({
      baseUrl: url, headers: [['X-API-Key', site]], cacheMode: 'network-first' }));
    window.client = OpenFeature.getClient();
    const read = {
      text: client.getStringDetails('title', 'code'),
      split: client.getObjectDetails('shelf', {}),
      missing: client.getBooleanDetails('nowhere', true),
      mismatch: client.getBooleanDetails('title', false),
      empty: client.getStringDetails('empty', 'code'),
    };
    await window.hook.flush();
    return read;
  }, { url, site });

  const post = (path, body) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'X-API-Key': admin, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }).then(async (answer) => {
      if (!answer.ok) throw new Error(`${path} ${answer.status} ${await answer.text()}`);
    });
  const changed = async (number) => {
    await page.waitForFunction((n) => window.changes.length >= n, number, { timeout: 10_000 });
    return page.evaluate((n) => window.changes[n - 1].at, number);
  };

  // The stream is open once the server counts it.
  await page.waitForTimeout(500);
  const files = JSON.parse(await readFile(rules, 'utf8'));
  await post('/v1/rulesets?message=title', { files });
  const published = Date.now();
  const afterPublish = (await changed(1)) - published;
  const title = await page.evaluate(() => client.getStringDetails('title', 'code'));
  await post('/v1/experiments/layout/pause', {});
  const paused = Date.now();
  const afterPause = (await changed(2)) - paused;
  const shelf = await page.evaluate(() => client.getObjectDetails('shelf', {}));

  // A page that polls is told that nothing has changed.
  const before = statuses.length;
  await page.evaluate(async ({ url, site }) => {
    const { OpenFeature, OFREPWebProvider } = kit;
    await OpenFeature.setProviderAndWait('polled', new OFREPWebProvider({
      baseUrl: url, headers: [['X-API-Key', site]], cacheMode: 'disabled',
      changeDetection: 'polling', pollInterval: 200 }));
  }, { url, site });
  await page.waitForTimeout(1500);
  console.log(JSON.stringify({
    first, afterPublish, title, afterPause, shelf, polled: statuses.slice(before) }));
} finally {
  await browser.close();
}
