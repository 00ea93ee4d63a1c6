import { afterAll, beforeAll } from '@jest/globals';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from '../../hub/support/hub.js';
import { chromiumPath } from './chromium.js';
import { openPage, untilShown, type WatchedPage } from './watched-page.js';

/** A portal in a browser, as the tests of its pages use it. What it has is there once a test runs. */
export interface TestedPortal {
  readonly url: string;
  readonly watched: WatchedPage;
  readonly page: WatchedPage['page'];
  /** Asks the graph, as whoever is named: what a page shows is compared with that. */
  readonly ask: (query: string, person?: Person) => Promise<any>;
  /** Opens an address, and waits until nothing is asked any more. */
  readonly open: (address: string) => Promise<void>;
  /** Signs in by the page, as a person would; whoever was there signs out first. */
  readonly enter: (person: Person) => Promise<void>;
  readonly leave: () => Promise<void>;
}

/** People of the demonstration, by the name that the development issuer has for them. */
export type Person = 'analyst' | 'auditor' | 'operator' | `${string}-staff`;

/**
 * Starts a hub before the tests and ends it after them, with one browser for all. With `PORTAL_URL`, the portal of a hub
 * that runs already is tested, whose gateway is at `PORTAL_HUB_PORT` and whose data is in `PORTAL_HUB_FOLDER`.
 */
export function testPortal(): TestedPortal {
  const folder = process.env['PORTAL_HUB_FOLDER'] ?? temporaryFolder();
  let url = process.env['PORTAL_URL'] ?? '';
  let port = process.env['PORTAL_HUB_PORT'] ?? '';
  let running: RunningCommand | undefined;
  let watched: WatchedPage;

  beforeAll(async () => {
    if (!url) {
      port = String(await freePort());
      url = `http://127.0.0.1:${port}`;
      running = startCommand(['start', '--port', port], { folder });
      await running.untilItSays('Ctrl-C stops it.');
    }
    watched = await openPage(chromiumPath ?? '');
  }, 400_000);
  afterAll(async () => {
    await watched.browser.close();
    running?.child.kill('SIGINT');
    await running?.ended;
  }, 60_000);

  const tokenOf = async (person: Person): Promise<string> => {
    const [, organisation] = /^(.+)-staff$/.exec(person) ?? [];
    const who = organisation === undefined ? [person] : ['staff', '--organisation', organisation];
    return (await hub(['token', '--as', ...who, '--port', port], { folder })).stdout.trim();
  };
  const isIn = () => watched.page.getByRole('button', { name: /^(Đăng xuất|Sign out)$/ });
  const isOut = () => watched.page.locator('.top').getByRole('button', { name: /^(Đăng nhập|Sign in)$/ });
  const leave = async () => {
    if (!(await isIn().isVisible())) return;
    await isIn().click();
    await isOut().waitFor();
    await watched.page.waitForLoadState('networkidle');
  };
  return {
    get url() {
      return url;
    },
    get watched() {
      return watched;
    },
    get page() {
      return watched.page;
    },
    ask: async (query, person) => {
      const headers: Record<string, string> = person
        ? { authorization: `Bearer ${await tokenOf(person)}`, 'x-hub-purpose': purposeOf(person) }
        : {};
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      return ((await response.json()) as any).data;
    },
    open: async (address) => {
      await watched.page.goto(url + address);
      await untilShown(watched.page);
    },
    enter: async (person) => {
      await leave();
      await isOut().click();
      await watched.page.getByText('Đây là bản minh họa').waitFor();
      await watched.page.locator(`form[action$="person=${person}"] button`).click();
      await isIn().waitFor();
      await watched.page.waitForLoadState('networkidle');
    },
    leave,
  };
}

function purposeOf(person: Person): string {
  return person === 'auditor' ? 'audit' : 'steering';
}
