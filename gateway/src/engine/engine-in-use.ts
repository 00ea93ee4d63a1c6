import { isStream, whenEnded } from '../base/when-ended.js';
import type { ReplaceableEngine } from './engine.js';

type Stream = AsyncGenerator<unknown, undefined, undefined>;

/** An engine with its pending answers: after its replacement, it closes once these are done. */
export class EngineInUse {
  #answers = 0;
  #streams = 0;
  #mayClose: 'no' | 'when nothing is left' | 'when streams are left' = 'no';
  #grace: NodeJS.Timeout | undefined;
  readonly #closed = Promise.withResolvers<undefined>();

  /** Whether its streams may continue on the next engine, for the same callers. */
  streamsMayMove = false;

  constructor(readonly engine: ReplaceableEngine) {}

  /** Settled when the engine is closed. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /**
   * Sends an operation to the engine. A stream counts as pending until it ends or its reader returns.
   * @param endless whether it is a stream that ends only when one side ends it; an answer in parts ends by itself.
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
   * Marks the engine as replaced.
   * @param graceMs how long streams may continue, in milliseconds; then the engine closes and ends them. 0 if their
   *   callers may see less now.
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

  /** Closes the engine, even with pending answers. */
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
    // The promise `closed` reports a failure.
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
