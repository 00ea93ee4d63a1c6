import { isStream, whenEnded } from '../base/when-ended.js';
import type { ReplaceableEngine } from './engine.js';

type Stream = AsyncGenerator<unknown, undefined, undefined>;

/** An engine, and what it has yet to answer: once it is replaced, it closes as soon as that is done. */
export class EngineInUse {
  #answers = 0;
  #streams = 0;
  #mayClose: 'no' | 'when nothing is left' | 'when streams are left' = 'no';
  #grace: NodeJS.Timeout | undefined;
  readonly #closed = Promise.withResolvers<undefined>();

  /** Whether its streams may go on with the engine that took its place, in the name of the same callers. */
  streamsMayMove = false;

  constructor(readonly engine: ReplaceableEngine) {}

  /** Settled when the engine is closed. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /**
   * Asks the engine. Where the answer is a stream, that is under way until it ends, or its reader returns.
   * @param endless whether it is a stream that ends only where somebody ends it; parts of an answer come to an end.
   */
  async ask<T>(question: (engine: ReplaceableEngine) => Promise<T>, endless = false): Promise<T> {
    this.#answers += 1;
    try {
      const answer = await question(this.engine);
      return isStream(answer) ? (this.#follow(answer, endless) as T) : answer;
    } finally {
      this.#answers -= 1;
      this.#closeIfDone();
    }
  }

  /**
   * Says that another engine is asked from now on.
   * @param graceMs how long streams may go on, in milliseconds; then the engine ends them as it closes. With 0 their
   * callers may see less now.
   */
  replaced(graceMs: number): void {
    this.streamsMayMove = graceMs > 0;
    this.#mayClose = 'when nothing is left';
    this.#grace = setTimeout(() => {
      this.#mayClose = 'when streams are left';
      this.#closeIfDone();
    }, graceMs).unref();
    this.#closeIfDone();
  }

  /** Closes the engine, whatever is under way. */
  close(): Promise<void> {
    clearTimeout(this.#grace);
    this.#mayClose = 'no';
    this.engine.close().then(() => {
      this.#closed.resolve(undefined);
    }, this.#closed.reject);
    return this.closed;
  }

  #closeIfDone(): void {
    if (this.#mayClose === 'no' || this.#answers > 0) return;
    if (this.#streams > 0 && this.#mayClose === 'when nothing is left') return;
    // Whoever waits for `closed` learns of a failure.
    this.close().catch(() => undefined);
  }

  #follow(stream: Stream, endless: boolean): Stream {
    if (endless) this.#streams += 1;
    else this.#answers += 1;
    return whenEnded(stream, () => {
      if (endless) this.#streams -= 1;
      else this.#answers -= 1;
      this.#closeIfDone();
    });
  }
}
