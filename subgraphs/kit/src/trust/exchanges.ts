import { type Exchange, exchangeDigest, type Receipt, type ReceiptAnswer } from '@hub/protocol';

/** How long after a session's end its receipts are accepted, in seconds. */
const graceSeconds = 300;

/** How many exchanges of a session are stored; beyond that, the oldest are dropped, some at a time. */
const capacity = 10_000;
const droppedAtOnce = 1000;

/** The most sessions whose exchanges are stored. */
const maxSessions = 1000;

/** Exchanges that no receipt will prove. */
export interface Unreceipted {
  readonly session: string;
  readonly gateway: string;
  readonly exchanges: number;
}

/** The statements of a receipt that match this subgraph's knowledge, and the numbers of the others. */
export interface Matched {
  readonly taken: readonly Exchange[];
  readonly others: readonly number[];
}

interface Account {
  readonly gatewayKeyId: string;
  /** In seconds since the epoch. */
  readonly forgotten: number;
  /** By their numbers, in the order in which they came. */
  readonly exchanges: Map<number, Exchange>;
  /** The last receipt, by its content digest, and its answer. */
  last?: { readonly digest: string; readonly answer: Promise<ReceiptAnswer> };
}

/** The requests of gateways in their sessions and the answers, each until a receipt states it. */
export class Exchanges {
  /** In the order of their expiry. */
  readonly #accounts = new Map<string, Account>();

  /** @param onLost gets exchanges that expire without a receipt. */
  constructor(private readonly onLost: (lost: Unreceipted) => void = () => undefined) {}

  /**
   * Opens the account of a session.
   * @param expires when the session ends, in seconds since the epoch.
   */
  open(session: string, gatewayKeyId: string, expires: number): void {
    const [oldest] = this.#accounts.keys();
    if (oldest !== undefined && this.#accounts.size >= maxSessions) this.#forget(oldest);
    this.#accounts.set(session, { gatewayKeyId, forgotten: expires + graceSeconds, exchanges: new Map() });
  }

  /** The name of the gateway's key that a session was agreed under; undefined where there is no such session. */
  gatewayOf(session: string): string | undefined {
    return this.#accounts.get(session)?.gatewayKeyId;
  }

  /** @param request the signed text. */
  asked(session: string, number: number, request: string): void {
    const account = this.#accounts.get(session);
    if (!account) return;
    const { exchanges } = account;
    exchanges.set(number, { number, request });
    if (exchanges.size <= capacity) return;
    for (const oldest of exchanges.keys()) {
      exchanges.delete(oldest);
      if (exchanges.size <= capacity - droppedAtOnce) break;
    }
    this.onLost({ session, gateway: account.gatewayKeyId, exchanges: droppedAtOnce + 1 });
  }

  /** @param answer the signed text. */
  answered(session: string, number: number, answer: string): void {
    const exchanges = this.#accounts.get(session)?.exchanges;
    const asked = exchanges?.get(number);
    if (asked) exchanges?.set(number, { ...asked, answer });
  }

  /** Removes the exchanges that a receipt states correctly, with their answers or without. */
  take({ session, exchanges: stated }: Receipt): Matched {
    const known = this.#accounts.get(session)?.exchanges;
    const taken: Exchange[] = [];
    const others: number[] = [];
    for (const [number, digest] of stated) {
      const exchange = known?.get(number);
      const match = exchange && asStated(exchange, digest);
      if (match) taken.push(match);
      else others.push(number);
    }
    for (const { number } of taken) known?.delete(number);
    return { taken, others };
  }

  /** Returns exchanges that could not be stored. */
  giveBack(session: string, exchanges: readonly Exchange[]): void {
    const known = this.#accounts.get(session)?.exchanges;
    for (const exchange of exchanges) known?.set(exchange.number, exchange);
  }

  /**
   * The answer to a receipt. It is made once: a gateway that missed it and sends the receipt again gets the same
   * answer.
   * @param digest the digest of the receipt's content.
   */
  once(session: string, digest: string, find: () => Promise<ReceiptAnswer>): Promise<ReceiptAnswer> {
    const account = this.#accounts.get(session);
    if (account?.last?.digest === digest) return account.last.answer;
    const answer = find();
    if (account) {
      account.last = { digest, answer };
      answer.catch(() => {
        if (account.last?.answer === answer) delete account.last;
      });
    }
    return answer;
  }

  /** Deletes the sessions whose time for receipts is over. */
  sweep(now: number): void {
    for (const [session, { forgotten }] of this.#accounts) {
      if (forgotten > now) break;
      this.#forget(session);
    }
  }

  /** Deletes all sessions. */
  close(): void {
    this.sweep(Infinity);
  }

  #forget(session: string): void {
    const { gatewayKeyId: gateway = '', exchanges } = this.#accounts.get(session) ?? {};
    this.#accounts.delete(session);
    if (exchanges && exchanges.size > 0) this.onLost({ session, gateway, exchanges: exchanges.size });
  }
}

/** The stated exchange: whole, or the request alone where the gateway got no answer. */
function asStated(exchange: Exchange, digest: string): Exchange | undefined {
  if (exchangeDigest(exchange) === digest) return exchange;
  const { number, request } = exchange;
  return exchangeDigest({ request }) === digest ? { number, request } : undefined;
}
