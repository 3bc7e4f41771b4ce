// How long the demo's main thread works with the page client and without it, on a processor a quarter as fast.
// Both in turn, each page view in a browser context of its own. On a quiet machine:
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

/** Processor time of the main thread in one page view, in milliseconds by kind; of all in TaskDuration. */
async function view(withClient) {
  const context = await browser.newContext({ userAgent: PERSON });
  try {
    const page = await context.newPage();
    await page.route('**/client/knowfirst*', (route) => (withClient ? route.continue() : route.abort()));
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    await page.goto(url);
    await page.waitForTimeout(LASTS);
    const { metrics } = await devtools.send('Performance.getMetrics');
    if (withClient !== (await page.evaluate(() => 'version' in window.knowfirst))) {
      throw Error('The demo did not do what it was to do.');
    }
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
  } finally {
    await context.close();
  }
}

const sorted = (runs, name) => runs.map((run) => run[name]).sort((a, b) => a - b);
const median = (numbers) => numbers[Math.floor(numbers.length / 2)];

try {
  const without = [];
  const client = [];
  for (let i = -WARMING; i < Number(views); i++) {
    const pair = [await view(false), await view(true)];
    if (i >= 0) {
      without.push(pair[0]);
      client.push(pair[1]);
    }
  }
  console.log(`ms of ${views} page views each, at ${THROTTLE}x throttling`);
  console.log('| | least without | least with | client | median without | median with | client |\n|---|---|---|---|---|---|---|');
  for (const name of ['TaskDuration', 'ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration']) {
    const [a, b] = [sorted(without, name), sorted(client, name)];
    const cells = [a[0], b[0], b[0] - a[0], median(a), median(b), median(b) - median(a)];
    console.log(`| ${name} | ${cells.map((ms) => ms.toFixed(2)).join(' | ')} |`);
  }
} finally {
  await browser.close();
}
