import { threadCpuUsage } from 'node:process';

/** Measures the event loop's processor time of requests: concurrent requests share it evenly. */
export class RequestTime {
  #underWay = 0;
  /** The time of a request that runs since the start, in milliseconds. */
  #each = 0;
  #countedAt: number;

  /** @param used gives the thread's processor time so far, in milliseconds; Node's own measure by default. */
  constructor(private readonly used = usedByThread) {
    this.#countedAt = used();
  }

  /** Begins a request. @returns a function that ends it, and gives its time in milliseconds. */
  begin(): () => number {
    this.#count();
    this.#underWay += 1;
    const from = this.#each;
    return () => {
      this.#count();
      this.#underWay -= 1;
      return this.#each - from;
    };
  }

  #count(): void {
    const now = this.used();
    if (this.#underWay > 0) this.#each += (now - this.#countedAt) / this.#underWay;
    this.#countedAt = now;
  }
}

function usedByThread(): number {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
}
