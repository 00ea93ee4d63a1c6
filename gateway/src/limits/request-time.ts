import { threadCpuUsage } from 'node:process';

/** Measures the event loop's processor time of requests: requests that are under way at the same time share it evenly. */
export class RequestTime {
  #underWay = 0;
  /** The share of a request that has been under way since the start, in milliseconds. */
  #each = 0;
  #countedAt: number;

  /** @param used tells how much the loop's thread has used so far, in milliseconds; Node's own measure unless told. */
  constructor(private readonly used = usedByThread) {
    this.#countedAt = used();
  }

  /** A request begins. @returns what ends it, and tells how much it took, in milliseconds. */
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
