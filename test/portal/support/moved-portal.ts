import { fileURLToPath } from 'node:url';
import { freePort, hub, type RunningCommand, startCommand } from '../../hub/support/hub.js';
import { folderOfHub } from '../../hub/support/hub-folders.js';
import { chromiumPath } from './chromium.js';
import { openPage, type WatchedPage } from './watched-page.js';

/** A hub of the demonstration at another time, with its portal in a browser. */
export interface MovedPortal {
  readonly url: string;
  readonly watched: WatchedPage;
  /** Asks the graph, as whoever is named. */
  readonly ask: (query: string, person?: string) => Promise<any>;
  readonly stop: () => Promise<void>;
}

/** Moves the browser's clock as `moved-clock.mjs` moves that of the hub's programs: timers run as ever. */
function moveClock(ahead: number): void {
  const Real = globalThis.Date;
  const now = (): number => Real.now() + ahead;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made) as object,
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
}

/**
 * Starts a hub whose clocks, and the browser's, are moved ahead.
 * @param aheadMs by how much.
 */
export async function startMovedPortal(aheadMs: number): Promise<MovedPortal> {
  const [port, folder] = [String(await freePort()), await folderOfHub('demonstration')];
  const url = `http://127.0.0.1:${port}`;
  const clock = fileURLToPath(new URL('../../support/moved-clock.mjs', import.meta.url));
  const environment = { NODE_OPTIONS: `--import=${clock}`, TEST_CLOCK_AHEAD_MS: String(aheadMs) };
  const running: RunningCommand = startCommand(['start', '--port', port], { folder, environment });
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
