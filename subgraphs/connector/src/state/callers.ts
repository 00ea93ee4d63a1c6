import type { Caller } from '@hub/kit';

/** For whom gateways asked, since this program began. */
export interface AskedFor {
  /** The app or person, by its id; undefined where nobody was named. */
  readonly who: string | undefined;
  readonly organisation: string | undefined;
  readonly roles: readonly string[];
  readonly purpose: string | undefined;
  requests: number;
  /** How many of them were refused. */
  refused: number;
  lastAt: Date;
}

/** How many callers are told apart; those who come later are counted together. */
const mostCallers = 500;

/** Counts who asked for records, and how often; requests that no gateway signed are counted as such. */
export class Callers {
  readonly #known = new Map<string, AskedFor>();
  readonly #others: AskedFor = { ...nobody(), requests: 0, refused: 0, lastAt: new Date(0) };
  #unsigned = 0;

  constructor(private readonly now: () => Date) {}

  /** Those who asked, the last first. */
  get all(): readonly AskedFor[] {
    return [...this.#known.values()].toSorted((one, other) => other.lastAt.getTime() - one.lastAt.getTime());
  }

  /** How many requests came from more callers than are told apart. */
  get others(): number {
    return this.#others.requests;
  }

  /** How many requests were refused that no trusted gateway signed. */
  get unsigned(): number {
    return this.#unsigned;
  }

  /** A request was answered that no trusted gateway signed. */
  noteUnsigned(): void {
    this.#unsigned += 1;
  }

  /** A gateway's request was answered. */
  note({ app, subject, organisation, roles, purpose }: Caller, isRefused: boolean): void {
    const who = app ?? subject;
    const key = JSON.stringify([who, organisation, roles, purpose]);
    let found = this.#known.get(key);
    if (!found && this.#known.size < mostCallers) {
      found = { who, organisation, roles, purpose, requests: 0, refused: 0, lastAt: this.now() };
      this.#known.set(key, found);
    }
    found ??= this.#others;
    found.requests += 1;
    if (isRefused) found.refused += 1;
    found.lastAt = this.now();
  }
}

function nobody(): Pick<AskedFor, 'who' | 'organisation' | 'roles' | 'purpose'> {
  return { who: undefined, organisation: undefined, roles: [], purpose: undefined };
}
