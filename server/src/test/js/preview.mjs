// Opens a page with the link of a preview, and unless it is the only one with an altered one and none.
// node preview.mjs URL SITE_KEY TOKEN CHROMIUM [only [SCREENSHOT]]
import { chromium } from 'playwright-core';

const [url, key, token, executablePath, only, screenshot] = process.argv.slice(2);
// As strict as pages come: no inline code, no inline style, no text that becomes code.
const policy = `default-src 'none'; script-src 'nonce-n1'; connect-src ${url}; require-trusted-types-for 'script'; trusted-types 'none'`;
const html = `<!doctype html><meta charset="utf-8"><title>Shop</title>
  <script nonce="n1" async src="${url}/client/knowfirst.js" data-key="${key}"></script>
  <script type="application/json" id="knowfirst-decisions">{"decisions":[{"placement":"hero","outcome":"default",
    "content":{"headline":"embedded"},"token":""}]}</script>
  <section data-knowfirst="hero"><h1 id="hero" data-kf="headline">Default</h1></section>
  <section data-knowfirst="shelf"><p data-kf="headline">Default</p></section>`;

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
async function open(query, picture) {
  const context = await browser.newContext({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0' });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.route(`${url}/shop*`, (route) =>
    route.fulfill({ contentType: 'text/html', body: html, headers: { 'Content-Security-Policy': policy } }));
  await page.goto(`${url}/shop${query}`);
  await page.evaluate(async () => {
    await knowfirst.ready;
    knowfirst.track('Signed Up');
    await knowfirst.flush();
    if (location.search) {
      // What a visitor says while they look at a preview is nothing of their own.
      await knowfirst.consent(true);
      await knowfirst.identify(null, { age: 30 });
      await knowfirst.reset();
    }
    await new Promise((done) => setTimeout(done, 1500)); // A slot is seen after a second.
    await knowfirst.flush();
  });
  const read = {
    hero: await page.textContent('#hero'),
    overlay: await page.evaluate(() => document.querySelector('knowfirst-preview')?.shadowRoot.textContent ?? ''),
    kept: await page.evaluate(() => localStorage.length),
    cookies: (await context.cookies()).length,
    errors: errors.filter((error) => !error.includes('favicon')),
  };
  if (picture) await page.screenshot({ path: picture });
  await context.close();
  return read;
}
try {
  const shown = await open(`?kf_preview=${token}`, screenshot);
  const others = only ? {} : {
    altered: await open(`?kf_preview=${token.slice(0, -2)}xx`),
    plain: await open(''),
  };
  console.log(JSON.stringify({ shown, ...others }));
} finally {
  await browser.close();
}
