/** The cost of the portal of a running hub: `node bench.mjs --port PORT`; see README.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { closedLoad, median, table } from '../parts/load.mjs';
import { startPart, stopParts } from '../parts/processes.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    views: { type: 'string', default: '9' },
    rounds: { type: 'string', default: '7' },
  },
});
const root = fileURLToPath(new URL('../../../', import.meta.url));
const built = join(root, 'gateway/portal/dist');
const url = `http://127.0.0.1:${values.port}`;
const goal = '/goals/ADULTS_BASIC';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

/** 1.6 Mbit/s, 150 ms: a phone that has a bad day. */
const slow = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };

/** Opens the first page in a browser that has never been here. */
async function firstView(url) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', slow);
  const bytes = {};
  const kinds = new Map();
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'Other';
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  const began = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('main h1').waitFor();
  const heading = performance.now() - began;
  await page.locator('.large .figure').first().waitFor();
  const figure = performance.now() - began;
  await page.waitForFunction(() => document.querySelectorAll('main .waiting').length === 0);
  const whole = performance.now() - began;
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  await context.close();
  return { painted, heading, figure, whole, bytes };
}

/** Milliseconds from a click or a letter in the table of 166 communes until the next picture. */
async function tableTimes() {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(url + goal);
  await page.locator('.top').getByRole('button', { name: 'Đăng nhập' }).click();
  await page.locator('form[action$="person=analyst"] button').click();
  await page.locator('.communes tbody tr').nth(165).waitFor();
  await page.waitForLoadState('networkidle');
  return page.evaluate(async () => {
    const untilDrawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const timed = async (act) => {
      await untilDrawn();
      const began = performance.now();
      act();
      await untilDrawn();
      return performance.now() - began;
    };
    const heads = [...document.querySelectorAll('.communes thead button')];
    const search = document.querySelector('.filters input[type=search]');
    const sorts = [];
    const filters = [];
    for (let turn = 0; turn < 30; turn += 1) {
      sorts.push(await timed(() => heads[turn % heads.length].click()));
      const act = () => {
        search.value = turn % 2 === 0 ? 'thanh' : '';
        search.dispatchEvent(new Event('input', { bubbles: true }));
      };
      filters.push(await timed(act));
    }
    return { sorts, filters };
  });
}

/** The environment of the hub's gateway, for others like it. */
function gatewayEnvironment() {
  const [pid] = execFileSync('pgrep', ['-f', `gateway/dist/main.js --port ${values.port}`], { encoding: 'utf8' }).split(
    '\n',
  );
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .filter((entry) => entry && !entry.startsWith('NODE_CHANNEL'));
  const own = Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
  return { ...own, LOG_LEVEL: 'silent' };
}

/** The same address as another machine would have it: to this one itself, answers are not compressed. */
function fromOutside(gateway) {
  const other = Object.values(networkInterfaces())
    .flat()
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return other ? gateway.replace('127.0.0.1', other.address) : gateway;
}

/** A gateway that finds no portal where it was built; it reads the files as it starts. */
async function withoutPortal(environment) {
  renameSync(built, `${built}.away`);
  try {
    return await startPart(join(root, 'gateway/dist/main.js'), environment);
  } finally {
    renameSync(`${built}.away`, built);
  }
}

/** Ten views a second of the page and its first requests, until they are stopped. */
async function visitors(gateway, signal) {
  const page = readFileSync(join(built, 'index.html'), 'utf8');
  const names = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, name]) => name);
  const get = (path, accept) =>
    fetch(gateway + path, { headers: { accept, 'accept-encoding': 'br' } }).then((answer) => answer.arrayBuffer());
  const views = [];
  while (!signal.aborted) {
    views.push(Promise.all([get('/', 'text/html'), ...names.map((name) => get(name, '*/*'))]));
    await delay(100);
  }
  await Promise.all(views);
  return views.length;
}

const small = {
  body: '{"query":"{ goal(code: \\"ADULTS_BASIC\\") { progress { people { lower upper } } } }"}',
  headers: { 'x-hub-purpose': 'statistics' },
  clients: 8,
  seconds: 5,
};

async function throughput(gateway, environment) {
  const without = await withoutPortal(environment);
  const load = (one) => closedLoad(`${one}/graphql`, small).then(({ perSecond }) => perSecond);
  const found = { without: [], served: [], visited: [] };
  for (const one of [gateway, without]) await load(one);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    found.without.push(await load(without));
    found.served.push(await load(gateway));
    const stop = new AbortController();
    const views = visitors(gateway, stop.signal);
    found.visited.push(await load(gateway));
    stop.abort();
    await views;
  }
  return found;
}

const number = (value, digits = 0) => value.toFixed(digits);
const kilobytes = (bytes = 0) => `${(bytes / 1024).toFixed(0)} KB`;
try {
  const environment = gatewayEnvironment();
  const gateway = await startPart(join(root, 'gateway/dist/main.js'), { ...environment, HOST: '0.0.0.0' });
  const views = [];
  for (let view = 0; view < Number(values.views); view += 1) views.push(await firstView(fromOutside(gateway)));
  const of = (name) => number(median(views.map((view) => view[name])));
  console.log(
    table(
      ['first view, 1.6 Mbit/s, 150 ms, nothing cached', 'median, ms'],
      [
        ['first paint', of('painted')],
        ['heading', of('heading')],
        ['first figure', of('figure')],
        ['all panels', of('whole')],
      ],
    ),
  );
  const { Script, Stylesheet, Font, Document, ...others } = views.at(-1).bytes;
  const rest = Object.values(others).reduce((sum, one) => sum + one, 0);
  console.log(
    `transferred: page ${kilobytes(Document)}, script ${kilobytes(Script)}, style ${kilobytes(Stylesheet)}, type ${kilobytes(Font)}, answers ${kilobytes(rest)}\n`,
  );
  const { sorts, filters } = await tableTimes();
  const quantile = (some, share) => some.toSorted((one, other) => one - other)[Math.floor(some.length * share)];
  console.log(
    table(
      ['table of 166 communes, until the next picture', 'median, ms', '95th percentile, ms'],
      [
        ['ordered', number(median(sorts), 1), number(quantile(sorts, 0.95), 1)],
        ['filtered', number(median(filters), 1), number(quantile(filters, 0.95), 1)],
      ],
    ),
  );
  await browser.close();
  const { without, served, visited } = await throughput(gateway, environment);
  const ratios = (some) => number(median(some.map((one, round) => one / without[round])), 3);
  console.log(
    `\n${table(
      ['small queries a second, median', '', 'beside the gateway without the portal'],
      [
        ['without the portal', number(median(without)), '1'],
        ['with the portal', number(median(served)), ratios(served)],
        ['with it, ten views a second', number(median(visited)), ratios(visited)],
      ],
    )}`,
  );
} finally {
  await browser.close();
  await stopParts();
}
