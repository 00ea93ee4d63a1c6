import { fileURLToPath } from 'node:url';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from '../../hub/support/hub.js';
import { until } from '../../support/until.js';
import { folderOfHub } from '../../hub/support/hub-folders.js';
import { chromiumPath } from './chromium.js';
import { openPage, type WatchedPage } from './watched-page.js';

/** A hub of the demonstration at another time, with its portal in a browser. */
export interface MovedPortal {
  readonly url: string;
  readonly watched: WatchedPage;
  /** Asks the graph, as a person of the demonstration or anonymously. */
  readonly ask: (query: string, person?: string) => Promise<any>;
  readonly stop: () => Promise<void>;
}

/** Moves the browser's clock as `moved-clock.mjs` moves the clock of the hub's programs: timers run as ever. */
function moveClock(ahead: number): void {
  const Real = globalThis.Date;
  const now = (): number => Real.now() + ahead;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made) as object,
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
}

/** Whether movement has taken the reports in. */
async function areTaken(url: string, { organisations, through }: Reported): Promise<boolean> {
  const month = through.slice(0, 7);
  const query = `{ goals { completeness(from: "${month}", to: "${month}") {
    organisations { organisation { code } months { state } } } } }`;
  const { data } = (await asked(url, query)) as any;
  const states = data.goals
    .flatMap(({ completeness }: any) => completeness?.organisations ?? [])
    .filter(({ organisation }: any) => organisations.includes(organisation.code))
    .flatMap(({ months }: any) => months.map(({ state }: any) => state));
  return states.length > 0 && states.every((state: string) => state === 'REPORTED' || state === 'LATE');
}

async function asked(url: string, query: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

/** When a hub starts first, where the moment to which it is moved is over: its data is not of days to come. */
const firstStart = new Date('2026-12-02T03:00:00Z');

/** Reports that organisations make before the moment. */
export interface Reported {
  readonly at: Date;
  readonly organisations: readonly string[];
  /** The last day of which their figures are complete. */
  readonly through: string;
}

/**
 * Starts a hub whose clocks, and the browser's, are moved to a moment.
 * @param settings further settings of the hub.
 * @param reported by default, no organisation reports more than the demonstration has.
 */
export async function startMovedPortal(
  moment: Date,
  settings: NodeJS.ProcessEnv = {},
  reported?: Reported,
): Promise<MovedPortal> {
  const aheadMs = moment.getTime() - Date.now();
  const port = String(await freePort());
  const folder = aheadMs > 0 ? await folderOfHub('demonstration') : temporaryFolder();
  const url = `http://127.0.0.1:${port}`;
  const clock = fileURLToPath(new URL('../../support/moved-clock.mjs', import.meta.url));
  const movedBy = (ms: number) => ({ ...settings, NODE_OPTIONS: `--import=${clock}`, TEST_CLOCK_AHEAD_MS: String(ms) });
  const environment = movedBy(aheadMs);
  const start = (moved: NodeJS.ProcessEnv) => startCommand(['start', '--port', port], { folder, environment: moved });
  const runBefore = async (at: Date, work: (environment: NodeJS.ProcessEnv) => Promise<void>): Promise<void> => {
    const earlier = movedBy(at.getTime() - Date.now());
    const first = start(earlier);
    await first.untilItSays('Ctrl-C stops it.');
    await work(earlier);
    first.child.kill('SIGINT');
    await first.ended;
  };
  if (aheadMs <= 0) await runBefore(firstStart, () => Promise.resolve());
  if (reported)
    await runBefore(reported.at, async (earlier) => {
      const { organisations, through } = reported;
      for (const one of organisations) {
        const place = { folder, environment: earlier };
        const { exitCode, stderr } = await hub(['release', one, '--through', through], place);
        if (exitCode !== 0) throw new Error(`Expected ${one} to report through ${through}: ${stderr}`);
      }
      await until(() => areTaken(url, reported), {
        what: `the reports of ${organisations.join(', ')}`,
        within: 120_000,
      });
    });
  const running: RunningCommand = start(environment);
  const stop = async (): Promise<void> => {
    running.child.kill('SIGINT');
    await running.ended;
  };
  try {
    await running.untilItSays('Ctrl-C stops it.');
    const watched = await openPage(chromiumPath ?? '');
    await watched.page.addInitScript(moveClock, aheadMs);
    return {
      ...{ url, watched },
      ask: async (query, person) => {
        const token = person && (await hub(['token', '--as', person, '--port', port], { folder, environment })).stdout;
        const headers: Record<string, string> = token
          ? { authorization: `Bearer ${token.trim()}`, 'x-hub-purpose': 'steering' }
          : {};
        return ((await asked(url, query, headers)) as any).data;
      },
      stop: async () => {
        await watched.browser.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
