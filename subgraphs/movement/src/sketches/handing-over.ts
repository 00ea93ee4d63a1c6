import { defineService } from '@hub/kit';

/**
 * How long the organisations' newest releases must stay the same, in milliseconds: an organisation that loads data
 * makes one release after another.
 */
const stillForMs = 60_000;

/** The longest that a month waits for organisations that are silent or hand over nothing, in milliseconds. */
const atMostMs = 3_600_000;

/** An organisation's standing in its last exchange. */
interface Heard {
  /** The number of its newest release. */
  readonly newest: number;
  /** The time from which that is its newest, in milliseconds since the process began. */
  readonly since: number;
  /** Whether the register held that release. */
  readonly isHeld: boolean;
}

/**
 * Whether organisations have handed over all their releases. After a start, a restore or a long absence they hand
 * over one release after the other: without this check, a month that closed long ago would be estimated for good from
 * the first of them alone.
 */
export class HandingOver {
  readonly #heard = new Map<string, Heard>();
  readonly #begun: number;

  /** @param clock milliseconds that only grow, such as `performance.now`. */
  constructor(private readonly clock: () => number = () => performance.now()) {
    this.#begun = clock();
  }

  /** Records an organisation's standing: its newest release's number, and the stored one's. */
  hear(organisation: string, newest: number, held: number): void {
    const before = this.#heard.get(organisation);
    const since = before?.newest === newest ? before.since : this.clock();
    this.#heard.set(organisation, { newest, since, isHeld: held >= newest });
  }

  /**
   * Whether these organisations hand over nothing more for now: each was heard, has releases, and all are stored. No
   * wait is endless.
   */
  isOver(organisations: readonly string[]): boolean {
    const now = this.clock();
    return organisations.every((organisation) => {
      const heard = this.#heard.get(organisation);
      if (!heard || heard.newest === 0) return now - this.#begun >= atMostMs;
      return now - heard.since >= (heard.isHeld ? stillForMs : atMostMs);
    });
  }
}

/** The standings that a server's organisations have reported. */
export const serverHandingOver = defineService<HandingOver>('handing over');
