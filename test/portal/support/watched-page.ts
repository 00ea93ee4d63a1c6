import axe from 'axe-core';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';

/** A page of a browser, and its errors. */
export interface WatchedPage {
  readonly page: Page;
  /** What the browser's console said of errors. */
  readonly errors: string[];
  /** The hosts that were asked for anything. */
  readonly hosts: Set<string>;
  readonly browser: Browser;
}

/** Opens a browser with one page that is watched. */
export async function openPage(executablePath: string): Promise<WatchedPage> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const context = await browser.newContext({ acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  followRequests(page);
  const errors: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http')) hosts.add(hostname);
  });
  return { page, errors, hosts, browser };
}

/** How long a page may take until all its answers are there. */
const patienceMs = 180_000;

/** The open requests of each page. */
const askedBy = new WeakMap<Page, Set<Request>>();

/**
 * Follows what a page asks from now on, for `untilShown`; but not the scripts of the explorer's workers: the request of
 * one that comes from the browser's cache never ends. Neither does, at times, a request of a page that another replaces.
 */
export function followRequests(page: Page): void {
  const asked = new Set<Request>();
  const isFollowed = (request: Request) => !/\/assets\/(editor|json|graphql)-/.test(request.url());
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) asked.clear();
    if (isFollowed(request)) asked.add(request);
  });
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  askedBy.set(page, asked);
}

/**
 * Waits until the page has nothing to do, no answer is outstanding, and none of its parts waits for one: three times in
 * a row, for one answer makes a part ask for the next.
 */
export async function untilShown(page: Page): Promise<void> {
  const asked = askedBy.get(page);
  if (!asked) throw new Error('Expected followRequests to have been called for the page.');
  // Chromium may call nobody back while it draws nothing, as after a change of the window's size.
  const waits = `new Promise((done) => {
    const look = () => done(document.querySelector('.waiting') !== null);
    setTimeout(look, 1000);
    requestIdleCallback(() => requestAnimationFrame(() => setTimeout(look)));
  })`;
  const isQuiet = async () => !(await page.evaluate<boolean>(waits)) && asked.size === 0;
  const end = performance.now() + patienceMs;
  for (let quiet = 0; quiet < 3;) {
    if (performance.now() > end) {
      const open = [...asked].map((one) => `${one.url()} ${one.postData()?.slice(0, 200) ?? ''}`);
      throw new Error(`Expected ${page.url()} to have all answers, but it waits: ${open.join(', ')}`);
    }
    quiet = (await isQuiet()) ? quiet + 1 : 0;
  }
}

/**
 * The obstacles to accessibility on the shown page, as axe finds them: each rule with the elements. Of many rows that
 * are alike (of a table, a list, a map) it looks at the first and the last; a page of thousands would take it half a
 * minute.
 * @param part a selector of the part that is looked at; the whole page unless given.
 */
export async function violations(page: Page, part?: string): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate<axe.AxeResults>(`(async () => {
    const [first, last] = [20, 5];
    const put = [];
    for (const parent of document.querySelectorAll('body *')) {
      if (parent.childElementCount <= first + last) continue;
      const alike = Map.groupBy(parent.children, ({ tagName, classList }) => tagName + '.' + classList[0]);
      for (const rows of alike.values()) {
        for (const row of rows.slice(first, -last)) {
          const mark = document.createComment('');
          row.replaceWith(mark);
          put.push([mark, row]);
        }
      }
    }
    try {
      return await axe.run(${part === undefined ? 'document' : JSON.stringify(part)}, { resultTypes: ['violations'] });
    } finally {
      for (const [mark, row] of put) mark.replaceWith(row);
    }
  })()`);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
