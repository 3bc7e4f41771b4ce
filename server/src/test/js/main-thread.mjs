// How long the demo's main thread works with the page client and without it, on a processor a quarter as fast, and with
// the least that a client can be: it asks once, writes texts into slots and tells the page. In turn, each page view in a
// browser context of its own. On a quiet machine:
//   java -jar server/target/knowfirst.jar serve
//   node server/src/test/js/main-thread.mjs http://localhost:8080/demo/ [VIEWS [CHROMIUM]]
import { chromium } from 'playwright-core';

const [url, views = '20', executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
const THROTTLE = 4;
const WARMING = 2;
// Exposures are confirmed after a second and sent after two.
const LASTS = 3_500;
const PERSON = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

/** Not the client: what any client does at least. */
const least = (key) => `const decide = async () => {
  const headers = { 'Content-Type': 'application/json', 'X-API-Key': '${key}' };
  const placements = [...document.querySelectorAll('[data-knowfirst]')].map((slot) => slot.dataset.knowfirst);
  const body = JSON.stringify({ placements, contextual: true, context: {} });
  const { decisions } = await (await fetch('../v1/decisions', { method: 'POST', headers, body })).json();
  for (const detail of decisions) {
    const slot = document.querySelector('[data-knowfirst=' + detail.placement + ']');
    for (const field of slot.querySelectorAll('[data-kf]:not(a)')) {
      field.textContent = detail.content?.[field.dataset.kf] ?? field.textContent;
    }
    slot.removeAttribute('data-kf-wait');
    slot.dispatchEvent(new CustomEvent('knowfirst', { bubbles: true, detail }));
  }
};
document.readyState == 'loading' ? document.addEventListener('DOMContentLoaded', decide) : decide();`;

const html = await (await fetch(url)).text();
const key = /data-key="([^"]+)"/.exec(html)[1];
/** What stands in for the client, by the name of the run. */
let shown = 0;
const SCRIPTS = { without: '', least: least(key), client: undefined };

/** Processor time of the main thread in one page view, in milliseconds by kind; of all in TaskDuration. */
async function view(script) {
  const context = await browser.newContext({ userAgent: PERSON });
  try {
    const page = await context.newPage();
    if (script !== undefined) {
      const body = html.replace(/ integrity="[^"]*"/, '');
      await page.route('**/demo/', (route) => route.fulfill({ contentType: 'text/html', body }));
      await page.route('**/client/knowfirst*', (route) =>
        script ? route.fulfill({ contentType: 'text/javascript', body: script }) : route.abort(),
      );
    }
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    await page.goto(url);
    await page.waitForTimeout(LASTS);
    const { metrics } = await devtools.send('Performance.getMetrics');
    const rows = await page.evaluate(() => document.querySelectorAll('#decisions .known, #decisions .tested, #decisions .default').length);
    if (script === '' && rows) {
      throw Error('The demo decided without a client.');
    }
    // A page that took over half a second to decide keeps its defaults.
    shown += rows ? 1 : 0;
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
  } finally {
    await context.close();
  }
}

const sorted = (runs, name) => runs.map((run) => run[name]).sort((a, b) => a - b);
const median = (numbers) => numbers[Math.floor(numbers.length / 2)];

try {
  const runs = { without: [], least: [], client: [] };
  for (let i = -WARMING; i < Number(views); i++) {
    for (const [name, script] of Object.entries(SCRIPTS)) {
      const times = await view(script);
      if (i >= 0) {
        runs[name].push(times);
      }
    }
  }
  console.log(`${shown} of ${2 * (Number(views) + WARMING)} page views showed their decisions in time`);
  console.log(`ms of ${views} page views each, at ${THROTTLE}x throttling: least and median`);
  console.log('| | without | with the least that asks and shows | with the client |\n|---|---|---|---|');
  for (const name of ['TaskDuration', 'ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration']) {
    const cells = Object.values(runs).map((of) => sorted(of, name)).map((all) => `${all[0].toFixed(1)}, ${median(all).toFixed(1)}`);
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
} finally {
  await browser.close();
}
