import { exchangeDigest, maxReceiptExchanges, type NamedKey, type StatedExchange } from '@hub/protocol';

/** A request without a response yet. */
interface Asked {
  readonly request: string;
  /** On the clock of `performance.now()`. */
  readonly at: number;
}

/** Settled exchanges of a session, for one receipt. */
export interface Settled {
  /** In the order of their numbers. */
  readonly exchanges: readonly StatedExchange[];
  /** The numbers of exchanges without a genuine answer; the subgraph may never have received them. */
  readonly unanswered: ReadonlySet<number>;
}

/** The exchanges of one session that no receipt states yet. A settled exchange is kept as a digest. */
export class ExchangeAccount {
  readonly #open = new Map<number, Asked>();
  #settled: StatedExchange[] = [];
  #unanswered = new Set<number>();
  #isClosed = false;

  /**
   * @param key the gateway's key for the session.
   * @param onFull called when enough exchanges are settled for a receipt.
   */
  constructor(
    readonly session: string,
    readonly key: NamedKey,
    private readonly onFull: (account: ExchangeAccount) => void,
  ) {}

  /** Whether no exchange is left to state. */
  get isEmpty(): boolean {
    return this.#open.size === 0 && this.#settled.length === 0;
  }

  /** @param request the signed text of the request. */
  asked(number: number, request: string): void {
    if (!this.#isClosed) this.#open.set(number, { request, at: performance.now() });
  }

  /**
   * Settles an exchange, once.
   * @param answer the signed text of the genuine answer.
   */
  answered(number: number, answer: string): void {
    const asked = this.#open.get(number);
    if (asked) this.#settle(number, asked.request, answer);
  }

  /**
   * Settles older requests without an answer, by the request alone.
   * @param time on the clock of `performance.now()`.
   */
  giveUp(time: number): void {
    for (const [number, { request, at }] of this.#open) {
      if (at >= time) break;
      this.#unanswered.add(number);
      this.#settle(number, request, undefined);
    }
  }

  /** Takes up to one receipt's worth of settled exchanges; undefined if there are none. */
  take(): Settled | undefined {
    if (this.#settled.length === 0) return undefined;
    const exchanges = this.#settled.splice(0, maxReceiptExchanges).sort(([one], [other]) => one - other);
    const unanswered = new Set<number>();
    for (const [number] of exchanges) if (this.#unanswered.delete(number)) unanswered.add(number);
    return { exchanges, unanswered };
  }

  /**
   * Drops all exchanges, present and future.
   * @returns the number of lost exchanges.
   */
  close(): number {
    const lost = this.#open.size + this.#settled.length;
    this.#isClosed = true;
    this.#open.clear();
    this.#settled = [];
    this.#unanswered.clear();
    return lost;
  }

  #settle(number: number, request: string, answer: string | undefined): void {
    this.#open.delete(number);
    this.#settled.push([number, exchangeDigest({ request, answer })]);
    if (this.#settled.length === maxReceiptExchanges) this.onFull(this);
  }
}
