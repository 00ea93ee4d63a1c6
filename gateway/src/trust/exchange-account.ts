import { exchangeDigest, maxReceiptExchanges, type NamedKey, type StatedExchange } from '@hub/protocol';

/** A request whose answer is still open. */
interface Asked {
  readonly request: string;
  /** On the clock of `performance.now()`. */
  readonly at: number;
}

/** Some exchanges of a session, to be stated by one receipt. */
export interface Settled {
  /** In the order of their numbers. */
  readonly exchanges: readonly StatedExchange[];
  /** The numbers of those without a genuine answer, which the subgraph may never have heard of. */
  readonly unanswered: ReadonlySet<number>;
}

/** What was asked in one session and what came of it, until a receipt states it: of what is settled, a digest is left. */
export class ExchangeAccount {
  readonly #open = new Map<number, Asked>();
  #settled: StatedExchange[] = [];
  #unanswered = new Set<number>();
  #isClosed = false;

  /**
   * @param key that the gateway agreed on the session with.
   * @param onFull called whenever enough is settled for a receipt.
   */
  constructor(
    readonly session: string,
    readonly key: NamedKey,
    private readonly onFull: (account: ExchangeAccount) => void,
  ) {}

  /** Whether nothing of it is left to be stated. */
  get isEmpty(): boolean {
    return this.#open.size === 0 && this.#settled.length === 0;
  }

  /** @param request the text that its signature stands for. */
  asked(number: number, request: string): void {
    if (!this.#isClosed) this.#open.set(number, { request, at: performance.now() });
  }

  /**
   * Settles an exchange, once.
   * @param answer the text that the signature of a genuine answer stands for.
   */
  answered(number: number, answer: string): void {
    const asked = this.#open.get(number);
    if (asked) this.#settle(number, asked.request, answer);
  }

  /**
   * Settles without an answer what was asked before a time, by the request alone.
   * @param time on the clock of `performance.now()`.
   */
  giveUp(time: number): void {
    for (const [number, { request, at }] of this.#open) {
      if (at >= time) break;
      this.#unanswered.add(number);
      this.#settle(number, request, undefined);
    }
  }

  /** Takes what is settled, as much as a receipt has; undefined where nothing is. */
  take(): Settled | undefined {
    if (this.#settled.length === 0) return undefined;
    const exchanges = this.#settled.splice(0, maxReceiptExchanges).sort(([one], [other]) => one - other);
    const unanswered = new Set<number>();
    for (const [number] of exchanges) if (this.#unanswered.delete(number)) unanswered.add(number);
    return { exchanges, unanswered };
  }

  /**
   * Keeps nothing any more, now and from now on.
   * @returns how many exchanges are lost.
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
