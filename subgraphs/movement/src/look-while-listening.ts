import type { Endpoints } from '@hub/kit';
import { passed } from './passed.js';

/** A look that is repeated. */
export interface Looks {
  /** Interval between two looks, in milliseconds. */
  readonly everyMs: number;
  /** Looks once; the signal aborts when the server closes. An error is logged, and the look is repeated. */
  readonly look: (signal: AbortSignal) => Promise<void>;
  /** The log message for a failed look. */
  readonly fault: string;
}

/** Repeats a look while a server listens. The server closes once the last look is over. */
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
