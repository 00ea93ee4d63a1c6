import { defineService } from '@hub/kit';

/** How long what organisations have must have stood still, in milliseconds: an organisation that loads makes one release after another. */
const stillForMs = 60_000;

/** The longest that a month waits for those who are not heard of or hand over nothing, in milliseconds. */
const atMostMs = 3_600_000;

/** How an organisation stood in its last exchange. */
interface Heard {
  /** The number of its newest release. */
  readonly newest: number;
  /** Since when it is that one, in milliseconds since the process began. */
  readonly since: number;
  /** Whether the register held it. */
  readonly isHeld: boolean;
}

/**
 * Whether organisations have handed over what they have. After a start, a restore or a long absence they hand over release
 * by release: a month that closed long ago would else be estimated for good from the first of them alone.
 */
export class HandingOver {
  readonly #heard = new Map<string, Heard>();
  readonly #begun: number;

  /** @param clock milliseconds that only grow, such as `performance.now`. */
  constructor(private readonly clock: () => number = () => performance.now()) {
    this.#begun = clock();
  }

  /** Hears how an organisation stands: its newest release's number, and the one that is held. */
  hear(organisation: string, newest: number, held: number): void {
    const before = this.#heard.get(organisation);
    const since = before?.newest === newest ? before.since : this.clock();
    this.#heard.set(organisation, { newest, since, isHeld: held >= newest });
  }

  /** Whether these hand over nothing more for now: each was heard, has releases, and all are held; none waits for ever. */
  isOver(organisations: readonly string[]): boolean {
    const now = this.clock();
    return organisations.every((organisation) => {
      const heard = this.#heard.get(organisation);
      if (!heard || heard.newest === 0) return now - this.#begun >= atMostMs;
      return now - heard.since >= (heard.isHeld ? stillForMs : atMostMs);
    });
  }
}

/** What a server has heard of its organisations. */
export const serverHandingOver = defineService<HandingOver>('handing over');
