/** Work that waits for its turn. */
export interface Waiting {
  /** The estimated time, in milliseconds. */
  readonly estimate: number;
}

interface Account<Work extends Waiting> {
  readonly name: string;
  /** In the order of arrival. */
  readonly waiting: Work[];
  /** The virtual time up to which it has used its share. */
  due: number;
}

/** How many accounts without waiting work are remembered at most. */
const maxIdle = 2000;

/**
 * Orders the work of several callers: first come, first served for one caller, and fair in time between callers. It is
 * self-clocked (Golestani, 1994), with virtual time in milliseconds of work: each caller is charged the estimate at the
 * beginning, and the difference at the end.
 */
export class FairOrder<Work extends Waiting> {
  readonly #accounts = new Map<string, Account<Work>>();
  #now = 0;

  /** The number of a caller's waiting pieces. */
  waitingOf(callerId: string): number {
    return this.#accounts.get(callerId)?.waiting.length ?? 0;
  }

  /** The caller with the most waiting work, and the latest piece of it. */
  get largest(): { readonly callerId: string; readonly count: number; readonly last: Work } | undefined {
    let most: Account<Work> | undefined;
    for (const account of this.#accounts.values()) {
      if (account.waiting.length > (most?.waiting.length ?? 0)) most = account;
    }
    const last = most?.waiting.at(-1);
    return most && last && { callerId: most.name, count: most.waiting.length, last };
  }

  enter(callerId: string, work: Work): void {
    const account = this.#accountOf(callerId);
    // An unused share does not accumulate.
    if (account.waiting.length === 0) account.due = Math.max(account.due, this.#now);
    account.waiting.push(work);
  }

  leave(callerId: string, work: Work): void {
    const waiting = this.#accounts.get(callerId)?.waiting;
    const at = waiting?.indexOf(work) ?? -1;
    if (at >= 0) waiting?.splice(at, 1);
  }

  /** The next caller and its work; both stay in the queue. */
  next(): { readonly callerId: string; readonly work: Work } | undefined {
    let next: { readonly account: Account<Work>; readonly work: Work; readonly finish: number } | undefined;
    for (const account of this.#accounts.values()) {
      const [work] = account.waiting;
      if (!work) continue;
      const finish = account.due + work.estimate;
      if (!next || finish < next.finish) next = { account, work, finish };
    }
    return next && { callerId: next.account.name, work: next.work };
  }

  /** Marks a caller's work as begun. */
  begin(callerId: string, { estimate }: Waiting): void {
    const account = this.#accountOf(callerId);
    account.due = Math.max(account.due, this.#now) + estimate;
    this.#now = Math.max(this.#now, account.due);
  }

  /** Charges a caller for time beyond the estimate; a negative difference is credited. */
  charge(callerId: string, milliseconds: number): void {
    const account = this.#accountOf(callerId);
    account.due = Math.max(account.due, milliseconds > 0 ? this.#now : 0) + milliseconds;
  }

  #accountOf(name: string): Account<Work> {
    let account = this.#accounts.get(name);
    if (!account) {
      if (this.#accounts.size >= maxIdle) this.#forgetIdle();
      this.#accounts.set(name, (account = { name, waiting: [], due: 0 }));
    }
    return account;
  }

  /** Forgets callers without waiting work. Callers beyond their share are forgotten only if there are too many. */
  #forgetIdle(): void {
    const idle = [...this.#accounts.values()].filter(({ waiting }) => waiting.length === 0);
    idle.sort((one, other) => one.due - other.due);
    for (const { name, due } of idle) {
      if (due > this.#now && this.#accounts.size < maxIdle) return;
      this.#accounts.delete(name);
    }
  }
}
