import { clientError } from '@hub/protocol';

/** The limit of one organisation's checks: at once, and within a while. Each check takes a process for seconds. */
const most = { atOnce: 3, within: 30, whileMs: 60_000 };

/** Shares expensive work among the organisations: each leaves room for the others. */
export class CheckQuota {
  readonly #under = new Map<string, number>();
  readonly #begun = new Map<string, number[]>();

  /** @param now in milliseconds. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Does work for an organisation. @throws GraphQLError `LIMIT_EXCEEDED` if it exceeds its share. */
  async take<Done>(organisation: string, work: () => Promise<Done>): Promise<Done> {
    const now = this.now();
    const begun = (this.#begun.get(organisation) ?? []).filter((at) => at > now - most.whileMs);
    const under = this.#under.get(organisation) ?? 0;
    if (under >= most.atOnce || begun.length >= most.within) {
      throw clientError(
        'LIMIT_EXCEEDED',
        `Expected at most ${most.atOnce} checks and publications of ${organisation} at once, and ${most.within} in a minute: try again later.`,
      );
    }
    this.#begun.set(organisation, [...begun, now]);
    this.#under.set(organisation, under + 1);
    try {
      return await work();
    } finally {
      const left = (this.#under.get(organisation) ?? 1) - 1;
      if (left > 0) this.#under.set(organisation, left);
      else this.#under.delete(organisation);
    }
  }
}
