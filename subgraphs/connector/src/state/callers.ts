import type { Caller } from '@hub/kit';

/** A caller behind gateways' requests since this program began. */
export interface AskedFor {
  /** The app or person, by its id; undefined for an anonymous caller. */
  readonly who: string | undefined;
  readonly organisation: string | undefined;
  readonly roles: readonly string[];
  readonly purpose: string | undefined;
  requests: number;
  /** How many of them were refused. */
  refused: number;
  lastAt: Date;
}

/** How many callers are counted separately; later ones are counted together. */
const mostCallers = 500;

/** Counts the callers of records and their requests; requests without a gateway's signature have a separate count. */
export class Callers {
  readonly #known = new Map<string, AskedFor>();
  readonly #others: AskedFor = { ...nobody(), requests: 0, refused: 0, lastAt: new Date(0) };
  #unsigned = 0;

  constructor(private readonly now: () => Date) {}

  /** The callers, the latest first. */
  get all(): readonly AskedFor[] {
    return [...this.#known.values()].toSorted((one, other) => other.lastAt.getTime() - one.lastAt.getTime());
  }

  /** How many requests came from callers beyond the limit. */
  get others(): number {
    return this.#others.requests;
  }

  /** How many requests were refused because no trusted gateway signed them. */
  get unsigned(): number {
    return this.#unsigned;
  }

  /** Counts a request without a trusted gateway's signature. */
  noteUnsigned(): void {
    this.#unsigned += 1;
  }

  /** Counts a gateway's request. */
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
