import type { Duplex } from 'node:stream';

/** Connections that wait for the gateway to begin answering; each has its place among those of its address already. */
export class WaitingSockets {
  readonly #waiting = new Set<(isReady: boolean) => void>();

  /** @param mostMs how long one waits at most, in milliseconds. */
  constructor(private readonly mostMs: number) {}

  /** Waits; gives whether operations are answered now, which they are not where that took too long or the caller left. */
  wait(socket: Duplex): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isReady: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        socket.off('close', leave);
        resolve(isReady);
      };
      const leave = () => {
        end(false);
      };
      const timer = setTimeout(leave, this.mostMs);
      timer.unref();
      socket.once('close', leave);
      this.#waiting.add(end);
    });
  }

  /** Ends all waiting. */
  release(isReady: boolean): void {
    for (const end of this.#waiting) end(isReady);
  }
}
