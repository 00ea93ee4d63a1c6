/** Work that waits for its turn. */
export interface Waiting {
  /** How long it is expected to take, in milliseconds. */
  readonly estimate: number;
}

interface Account<Work extends Waiting> {
  readonly name: string;
  /** In the order in which it came. */
  readonly waiting: Work[];
  /** Until when, in virtual time, it has had its share. */
  due: number;
}

/** How many that have nothing waiting are remembered at most. */
const maxIdle = 2000;

/**
 * In which order work is done that several want done: a caller's own as it came, and between callers fair in the time that
 * it takes. It is self-clocked (Golestani, 1994), with virtual time in milliseconds of work: each is charged what its work
 * is expected to take as it begins, and the difference when it ends.
 */
export class FairOrder<Work extends Waiting> {
  readonly #accounts = new Map<string, Account<Work>>();
  #now = 0;

  /** How much of a caller's waits. */
  waitingOf(callerId: string): number {
    return this.#accounts.get(callerId)?.waiting.length ?? 0;
  }

  /** The caller with most that waits, and the last that it brought. */
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
    // What it did not use before is no claim.
    if (account.waiting.length === 0) account.due = Math.max(account.due, this.#now);
    account.waiting.push(work);
  }

  leave(callerId: string, work: Work): void {
    const waiting = this.#accounts.get(callerId)?.waiting;
    const at = waiting?.indexOf(work) ?? -1;
    if (at >= 0) waiting?.splice(at, 1);
  }

  /** Whose turn it is, and for what; nothing leaves by that. */
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

  /** Work of a caller begins. */
  begin(callerId: string, { estimate }: Waiting): void {
    const account = this.#accountOf(callerId);
    account.due = Math.max(account.due, this.#now) + estimate;
    this.#now = Math.max(this.#now, account.due);
  }

  /** Work of a caller has taken so much more than was charged; less where that is negative. */
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

  /** Forgets those that have nothing waiting: of those that had more than their share, only for want of room. */
  #forgetIdle(): void {
    const idle = [...this.#accounts.values()].filter(({ waiting }) => waiting.length === 0);
    idle.sort((one, other) => one.due - other.due);
    for (const { name, due } of idle) {
      if (due > this.#now && this.#accounts.size < maxIdle) return;
      this.#accounts.delete(name);
    }
  }
}
