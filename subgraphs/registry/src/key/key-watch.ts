import { randomUUID } from 'node:crypto';

/** How long a gateway that follows the keys is kept waiting for a change, in milliseconds. */
const longestWaitMs = 20_000;

/** Tells those who follow the keys that they have changed: at once, since each waits for it. */
export class KeyWatch {
  /** A registry that starts again may have other keys, of a backup say: its versions are of another run. */
  readonly #run = randomUUID();
  #changes = 0;
  #changed = Promise.withResolvers<undefined>();
  #isClosed = false;

  /** @param waitMs how long anybody is kept waiting. */
  constructor(private readonly waitMs = longestWaitMs) {}

  /** The state that the keys are in. */
  get version(): string {
    return `${this.#run}.${this.#changes}`;
  }

  /** The keys have changed. */
  changed(): void {
    this.#changes += 1;
    this.#release();
  }

  /** Settles once the keys are in another state than a version, or after a while, or when `signal` breaks it off. */
  async after(version: string | undefined, signal: AbortSignal): Promise<void> {
    if (version !== this.version || this.#isClosed || signal.aborted) return;
    const over = Promise.withResolvers<undefined>();
    const end = () => {
      over.resolve(undefined);
    };
    const timer = setTimeout(end, this.waitMs);
    signal.addEventListener('abort', end, { once: true });
    await Promise.race([this.#changed.promise, over.promise]);
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }

  /** From now on nobody waits. */
  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  #release(): void {
    this.#changed.resolve(undefined);
    this.#changed = Promise.withResolvers();
  }
}
