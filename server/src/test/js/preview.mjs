// Opens a page with the link of a preview, and with an altered one, in a real Chromium.
// node preview.mjs URL SITE_KEY TOKEN CHROMIUM SCREENSHOT
import { chromium } from 'playwright-core';

const [url, key, token, executablePath, screenshot] = process.argv.slice(2);
// As strict as pages come: no inline code, no inline style, no text that becomes code.
const policy = `default-src 'none'; script-src ${url}; connect-src ${url}; require-trusted-types-for 'script'`;
const html = `<!doctype html><meta charset="utf-8"><title>Shop</title><h1 id="hero">Default</h1>
  <script src="${url}/client/preview.js"></script><script src="${url}/page.js"></script>`;
const code = `(async () => {
  const headers = { 'Content-Type': 'application/json', 'X-API-Key': '${key}' };
  const body = JSON.stringify({ placements: ['hero', 'shelf'], context: { page: { type: 'home' } } });
  const answer = await fetch('/v1/decisions', { method: 'POST', headers, body });
  const decision = await answer.json();
  document.querySelector('#hero').textContent = decision.decisions[0].content.headline;
  const batch = [{ type: 'page', messageId: 'p-1' }];
  await fetch('/v1/events', { method: 'POST', headers, body: JSON.stringify({ batch }) });
  navigator.sendBeacon('/v1/events?key=${key}', JSON.stringify({ batch: [{ type: 'page', messageId: 'p-2' }] }));
  document.title = 'done';
})();`;

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
async function open(query, picture) {
  const context = await browser.newContext({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0' });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.route(`${url}/shop*`, (route) =>
    route.fulfill({ contentType: 'text/html', body: html, headers: { 'Content-Security-Policy': policy } }));
  await page.route(`${url}/page.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: code }));
  await page.goto(`${url}/shop${query}`);
  await page.waitForFunction(() => document.title === 'done');
  await page.waitForTimeout(200);
  const read = {
    hero: await page.textContent('#hero'),
    overlay: await page.evaluate(() => document.querySelector('knowfirst-preview')?.shadowRoot.textContent ?? ''),
    errors: errors.filter((error) => !error.includes('favicon')),
  };
  if (picture) await page.screenshot({ path: picture });
  await context.close();
  return read;
}
try {
  console.log(JSON.stringify({
    shown: await open(`?kf_preview=${token}`, screenshot),
    altered: await open(`?kf_preview=${token.slice(0, -2)}xx`),
    plain: await open(''),
  }));
} finally {
  await browser.close();
}
