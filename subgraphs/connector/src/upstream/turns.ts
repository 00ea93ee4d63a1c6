/** How many requests may run at once, in total and for each caller. */
export interface TurnLimits {
  readonly atOnce: number;
  readonly waiting: number;
}

interface Waiting {
  readonly who: string;
  readonly go: () => void;
}

/**
 * Limits how many requests run at once. The next turn goes to the waiting caller with the fewest running requests, so
 * that a caller with many requests waits behind callers with few; no caller may fill more than half of the queue.
 */
export class Turns {
  readonly #underWay = new Map<string, number>();
  readonly #waiting: Waiting[] = [];
  #count = 0;

  constructor(private readonly limits: TurnLimits) {}

  /** Waits for a turn; undefined where too many wait. @returns the function that ends the turn. */
  async take(who: string): Promise<(() => void) | undefined> {
    const { atOnce, waiting } = this.limits;
    // A single caller leaves a place for others, which would otherwise wait for its slowest request.
    const share = Math.max(1, Math.ceil((atOnce * 3) / 4));
    if (this.#count < atOnce && (this.#underWay.get(who) ?? 0) < share) return this.#begin(who);
    const own = this.#waiting.filter((one) => one.who === who).length;
    if (this.#waiting.length >= waiting || own >= Math.ceil(waiting / 2)) return undefined;
    await new Promise<void>((go) => this.#waiting.push({ who, go }));
    return this.#ending(who);
  }

  #begin(who: string): () => void {
    this.#count += 1;
    this.#underWay.set(who, (this.#underWay.get(who) ?? 0) + 1);
    return this.#ending(who);
  }

  #ending(who: string): () => void {
    return () => {
      const left = (this.#underWay.get(who) ?? 1) - 1;
      if (left > 0) this.#underWay.set(who, left);
      else this.#underWay.delete(who);
      this.#count -= 1;
      this.#next();
    };
  }

  #next(): void {
    const { atOnce } = this.limits;
    const share = Math.max(1, Math.ceil((atOnce * 3) / 4));
    const has = ({ who }: Waiting) => this.#underWay.get(who) ?? 0;
    const [first] = this.#waiting.filter((one) => has(one) < share).toSorted((one, other) => has(one) - has(other));
    if (!first || this.#count >= atOnce) return;
    this.#waiting.splice(this.#waiting.indexOf(first), 1);
    this.#begin(first.who);
    first.go();
  }
}
