import type { Duplex } from 'node:stream';

/** Connections that wait until the gateway is ready; each already counts among the connections of its address. */
export class WaitingSockets {
  readonly #waiting = new Set<(isReady: boolean) => void>();

  /** @param mostMs the longest wait, in milliseconds. */
  constructor(private readonly mostMs: number) {}

  /** Waits until the gateway answers operations; false if that takes too long or the caller leaves. */
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
