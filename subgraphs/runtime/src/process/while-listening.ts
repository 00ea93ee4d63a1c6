import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { EndpointServer } from '../http/add-endpoint.js';

/** A server that runs background work. */
type Server = Pick<EndpointServer, 'addHook'> & { readonly log: Pick<FastifyBaseLogger, 'warn'> };

/** A repeated look. */
export interface Looks {
  /** Interval between two looks, in milliseconds; longer after a failure, up to half a minute. */
  readonly everyMs: number;
  /** Looks once; the signal aborts when the server closes. After an error, the look is repeated. */
  readonly look: (signal: AbortSignal) => Promise<unknown>;
  /** The log message for a failed look; consecutive looks that fail alike are logged once. */
  readonly fault: string;
}

const longestPauseMs = 30_000;

/**
 * Runs work while a server listens. The server closes once the work is over.
 * @returns the signal that ends the work.
 */
export function whileListening(server: Server, work: (signal: AbortSignal) => Promise<unknown>): AbortSignal {
  const stop = new AbortController();
  let working: Promise<unknown> | undefined;
  server.addHook('onListen', (done) => {
    working = work(stop.signal);
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await working;
  });
  return stop.signal;
}

/** Repeats a look while a server listens. The server closes once the last look is over. */
export function lookWhileListening(server: Server, { everyMs, look, fault }: Looks): void {
  whileListening(server, async (signal) => {
    const isOver = () => signal.aborted;
    let wait = everyMs;
    let said: string | undefined;
    for (;;) {
      await pause(wait, undefined, { signal }).catch(() => undefined);
      if (isOver()) return;
      try {
        await look(signal);
        wait = everyMs;
        said = undefined;
      } catch (error) {
        const { message } = error as Error;
        if (!isOver() && message !== said) server.log.warn({ err: error }, `${fault}; trying again`);
        wait = Math.max(everyMs, Math.min(wait * 2, longestPauseMs));
        said = message;
      }
    }
  });
}
