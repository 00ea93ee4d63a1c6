import { fileURLToPath } from 'node:url';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from '../../hub/support/hub.js';
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

/** When a hub starts first, where the moment to which it is moved is over: its data is not of days to come. */
const firstStart = new Date('2026-12-02T03:00:00Z');

/**
 * Starts a hub whose clocks, and the browser's, are moved to a moment.
 * @param settings further settings of the hub.
 */
export async function startMovedPortal(moment: Date, settings: NodeJS.ProcessEnv = {}): Promise<MovedPortal> {
  const aheadMs = moment.getTime() - Date.now();
  const port = String(await freePort());
  const folder = aheadMs > 0 ? await folderOfHub('demonstration') : temporaryFolder();
  const url = `http://127.0.0.1:${port}`;
  const clock = fileURLToPath(new URL('../../support/moved-clock.mjs', import.meta.url));
  const movedBy = (ms: number) => ({ ...settings, NODE_OPTIONS: `--import=${clock}`, TEST_CLOCK_AHEAD_MS: String(ms) });
  const environment = movedBy(aheadMs);
  const start = (moved: NodeJS.ProcessEnv) => startCommand(['start', '--port', port], { folder, environment: moved });
  if (aheadMs <= 0) {
    const first = start(movedBy(firstStart.getTime() - Date.now()));
    await first.untilItSays('Ctrl-C stops it.');
    first.child.kill('SIGINT');
    await first.ended;
  }
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
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(token !== undefined && { authorization: `Bearer ${token.trim()}`, 'x-hub-purpose': 'steering' }),
          },
          body: JSON.stringify({ query }),
        });
        return ((await response.json()) as any).data;
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
