import type { FastifyInstance } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { HubLink, type HubLinkOptions } from './hub-link.js';

/** How long to wait between two exchanges unless told, and at most after failures, in milliseconds. */
const everyMs = 4000;
const longestPauseMs = 20_000;

/** An organisation's link to the hub while its server runs. */
export interface FollowedHub {
  /** Exchanges all that there is with the hub; how many releases it took. @throws Error where it is not reached. */
  run(): Promise<number>;
}

/** Has an organisation exchange with the hub while its server listens, again and again. */
export function followHub(
  server: FastifyInstance,
  { everyMs: wait = everyMs, ...options }: HubLinkOptions & { readonly everyMs?: number | undefined },
): FollowedHub {
  const link = new HubLink(options);
  const stop = new AbortController();
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    following = follow(link, stop.signal, options.log, wait);
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await following;
  });
  return { run: () => link.run(stop.signal) };
}

async function follow(link: HubLink, signal: AbortSignal, log: HubLinkOptions['log'], wait: number): Promise<void> {
  let rest = wait;
  const isOver = () => signal.aborted;
  while (!isOver()) {
    try {
      await link.run(signal);
      rest = wait;
    } catch (error) {
      if (isOver()) return;
      rest = Math.min(rest * 2, longestPauseMs);
      log.warn({ err: error, milliseconds: rest }, 'the hub is not reached; trying again');
    }
    await pause(rest, undefined, { signal }).catch(() => undefined);
  }
}
