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
  /** Has the next exchange begin at once: there may be something new. */
  soon(): void;
}

/** Has an organisation exchange with the hub while its server listens, again and again. */
export function followHub(
  server: FastifyInstance,
  { everyMs: wait = everyMs, ...options }: HubLinkOptions & { readonly everyMs?: number | undefined },
): FollowedHub {
  const link = new HubLink(options);
  const stop = new AbortController();
  let waking = new AbortController();
  const rest = async (milliseconds: number) => {
    await pause(milliseconds, undefined, { signal: waking.signal }).catch(() => undefined);
    waking = new AbortController();
  };
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    following = follow(link, stop.signal, options.log, wait, rest);
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    waking.abort();
    await following;
  });
  return {
    run: () => link.run(stop.signal),
    soon: () => {
      waking.abort();
    },
  };
}

async function follow(
  link: HubLink,
  signal: AbortSignal,
  log: HubLinkOptions['log'],
  wait: number,
  rest: (milliseconds: number) => Promise<void>,
): Promise<void> {
  let milliseconds = wait;
  const isOver = () => signal.aborted;
  while (!isOver()) {
    try {
      await link.run(signal);
      milliseconds = wait;
    } catch (error) {
      if (isOver()) return;
      milliseconds = Math.min(milliseconds * 2, longestPauseMs);
      log.warn({ err: error, milliseconds }, 'the hub is not reached; trying again');
    }
    if (!isOver()) await rest(milliseconds);
  }
}
