import { CageFault } from './cage-fault.js';

/** A limited number of places; others wait for their turn. */
export class CagePlaces {
  readonly #waiting = new Set<() => void>();

  /** @param free the number of places. */
  constructor(private free: number) {}

  /**
   * Waits for a place.
   * @returns the function that releases the place.
   * @throws CageFault where the caller leaves meanwhile.
   */
  async take(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw left();
    if (this.free > 0) this.free -= 1;
    else await this.#turn(signal);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const [next] = this.#waiting;
      if (!next) this.free += 1;
      else next();
    };
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const end = () => {
        this.#waiting.delete(begin);
        signal?.removeEventListener('abort', leave);
      };
      const begin = () => {
        end();
        resolve();
      };
      const leave = () => {
        end();
        reject(left());
      };
      this.#waiting.add(begin);
      signal?.addEventListener('abort', leave);
    });
  }
}

const left = () => new CageFault('LEFT', 'while its caller waits');
