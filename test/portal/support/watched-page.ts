import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A page of a browser, and all that went wrong in it. */
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
  page.setDefaultTimeout(30_000);
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

/**
 * Waits until no part of the page waits for an answer, nor any that is asked for because of one. A worker whose script
 * comes from the browser's cache never ends its request for whoever watches: so the network is waited for a while only.
 */
export async function untilShown(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined);
  for (let quiet = 0; quiet < 3;) {
    quiet = (await page.locator('.waiting').count()) === 0 ? quiet + 1 : 0;
    await page.waitForTimeout(100);
  }
}

/** What keeps people from using the page that is shown, as axe finds it: each rule with the elements. */
export async function violations(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate<axe.AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
