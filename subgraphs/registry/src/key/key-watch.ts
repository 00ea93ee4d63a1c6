import { randomUUID } from 'node:crypto';

/** How long a gateway's request that follows the keys waits for a change, in milliseconds. */
const longestWaitMs = 20_000;

/** Tells the followers of the keys about a change at once, since each waits for it. */
export class KeyWatch {
  /** A restarted registry may have other keys, for example from a backup: its versions belong to another run. */
  readonly #run = randomUUID();
  #changes = 0;
  #changed = Promise.withResolvers<undefined>();
  #isClosed = false;

  /** @param waitMs the longest wait of a follower. */
  constructor(private readonly waitMs = longestWaitMs) {}

  /** The version of the keys' present state. */
  get version(): string {
    return `${this.#run}.${this.#changes}`;
  }

  /** Records that the keys have changed. */
  changed(): void {
    this.#changes += 1;
    this.#release();
  }

  /** Settles once the keys differ from a version, or after a while, or when `signal` aborts. */
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

  /** Ends all waits. */
  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  #release(): void {
    this.#changed.resolve(undefined);
    this.#changed = Promise.withResolvers();
  }
}
