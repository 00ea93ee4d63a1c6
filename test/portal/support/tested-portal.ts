import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { freePort, hub, type Outcome, type RunningCommand, startCommand } from '../../hub/support/hub.js';
import { folderOfHub } from '../../hub/support/hub-folders.js';
import { MailServer } from '../../support/mail-server.js';
import { AskedOperations } from './asked-operations.js';
import { chromiumPath } from './chromium.js';
import { isSignedIn, type Person, signInAs, signOut } from './signing-in.js';
import { openPage, untilShown, type WatchedPage } from './watched-page.js';

/** A portal in a browser, for the tests of its pages. Its properties can be read once a test runs. */
export interface TestedPortal {
  readonly url: string;
  readonly watched: WatchedPage;
  readonly page: WatchedPage['page'];
  /** What takes the hub's mails; undefined of a hub that runs already. */
  readonly mail: MailServer | undefined;
  /** The operations that the page has sent to the graph. */
  readonly asked: AskedOperations;
  /** Asks the graph, as a person of the demonstration or anonymously: a test compares a page with the answer. */
  readonly ask: (query: string, person?: Person, purpose?: string) => Promise<any>;
  /** Hands the hub a file with made-up records of an organisation. */
  readonly importFile: (organisation: string, kind: string, path: string) => Promise<void>;
  /** Opens an address, and waits until no request is open. */
  readonly open: (address: string) => Promise<void>;
  /** Signs in by the page, as a person would, where the page is not that person's already; another signs out first. */
  readonly enter: (person: Person) => Promise<void>;
  readonly leave: () => Promise<void>;
  /** Runs `hub …` against the hub. */
  readonly hub: (args: readonly string[]) => Promise<Outcome>;
  /** The process that the hub's parts belong to. */
  readonly launcher: () => number;
}

/** Tests a portal in its own browser, if the machine has one, and then the rules that every page keeps. */
export function describePortal(name: string, tests: (portal: TestedPortal) => void): void {
  (chromiumPath === undefined ? describe.skip : describe)(name, () => {
    const portal = testPortal();
    tests(portal);

    test('has made no error on the console, and asked no other host', () => {
      expect(portal.watched.errors).toEqual([]);
      expect([...portal.watched.hosts]).toEqual(['127.0.0.1']);
    });

    test('asks nothing that a check of a schema does not know: PORTAL_OPERATIONS=write writes it down', () => {
      if (process.env['PORTAL_OPERATIONS'] === 'write') portal.asked.write(name);
      expect(portal.asked.differences()).toEqual({ notWritten: [], outdated: [] });
    });
  });
}

/**
 * Starts a hub before the tests and ends it after them, with one browser for all. With `PORTAL_URL`, the portal of a hub
 * that runs already is tested, whose gateway is at `PORTAL_HUB_PORT` and whose data is in `PORTAL_HUB_FOLDER`.
 */
function testPortal(): TestedPortal {
  let folder = process.env['PORTAL_HUB_FOLDER'] ?? '';
  let url = process.env['PORTAL_URL'] ?? '';
  let port = process.env['PORTAL_HUB_PORT'] ?? '';
  let running: RunningCommand | undefined;
  let mail: MailServer | undefined;
  let watched: WatchedPage;
  const asked = new AskedOperations();

  beforeAll(async () => {
    if (!url) {
      [port, folder] = [String(await freePort()), await folderOfHub('demonstration')];
      url = `http://127.0.0.1:${port}`;
      mail = await MailServer.open();
      const environment = { SMTP_URL: mail.url, MAIL_FROM: 'so-lieu@hub.example', MAIL_LINKS: url };
      running = startCommand(['start', '--port', port], { folder, environment });
      await running.untilItSays('Ctrl-C stops it.');
    }
    watched = await openPage(chromiumPath ?? '');
    asked.hear(watched.page);
    await watched.page.goto(url);
  }, 400_000);
  afterAll(async () => {
    await watched.browser.close();
    running?.child.kill('SIGINT');
    await running?.ended;
    await mail?.stop();
  });

  const ofHub = (args: readonly string[]) => hub([...args, '--port', port], { folder });
  const tokens = new Map<Person, string>();
  const tokenOf = async (person: Person): Promise<string> => {
    const known = tokens.get(person);
    if (known !== undefined && (decodeJwt(known).exp ?? 0) > Date.now() / 1000 + 60) return known;
    const [, organisation] = /^(.+)-staff$/.exec(person) ?? [];
    const who = organisation === undefined ? [person] : ['staff', '--organisation', organisation];
    const token = (await ofHub(['token', '--as', ...who])).stdout.trim();
    tokens.set(person, token);
    return token;
  };
  let entered: Person | undefined;
  return {
    get url() {
      return url;
    },
    asked,
    get mail() {
      return mail;
    },
    get watched() {
      return watched;
    },
    get page() {
      return watched.page;
    },
    ask: async (query, person, purpose) => {
      const headers: Record<string, string> = person
        ? { authorization: `Bearer ${await tokenOf(person)}`, 'x-hub-purpose': purpose ?? purposeOf(person) }
        : {};
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      return ((await response.json()) as any).data;
    },
    importFile: async (organisation, kind, path) => {
      await hub(['import', organisation, kind, path, '--demonstration', '--port', port], { folder });
    },
    open: async (address) => {
      await watched.page.goto(url + address);
      await untilShown(watched.page);
    },
    enter: async (person) => {
      if (entered === person && (await isSignedIn(watched.page))) return;
      await signInAs(watched.page, person);
      entered = person;
    },
    leave: () => signOut(watched.page),
    hub: ofHub,
    launcher: () => running?.pid ?? launcherAt(port),
  };
}

function purposeOf(person: Person): string {
  return person === 'auditor' ? 'audit' : 'steering';
}

function launcherAt(port: string): number {
  return Number(execFileSync('pgrep', ['-f', `hub.js start --port ${port}$`], { encoding: 'utf8' }));
}
