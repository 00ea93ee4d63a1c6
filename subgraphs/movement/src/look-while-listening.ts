import type { Endpoints } from '@hub/kit';
import { passed } from './passed.js';

/** What is looked at again and again. */
export interface Looks {
  /** How long to wait between two looks, in milliseconds. */
  readonly everyMs: number;
  /** Looks once; the signal says that the server closes. What it throws is logged, and it is tried again. */
  readonly look: (signal: AbortSignal) => Promise<void>;
  /** What the log says where a look fails. */
  readonly fault: string;
}

/** Looks again and again while a server listens. It closes once the last look is over. */
export function lookWhileListening(server: Endpoints['server'], { everyMs, look, fault }: Looks): void {
  const stop = new AbortController();
  const isOver = () => stop.signal.aborted;
  const follow = async () => {
    for (;;) {
      await passed(everyMs, stop.signal);
      if (isOver()) return;
      try {
        await look(stop.signal);
      } catch (error) {
        if (!isOver()) server.log.warn({ err: error }, `${fault}; trying again`);
      }
    }
  };
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    following = follow();
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await following;
  });
}
