import { type NamedKey, readReceiptAnswer, type Receipt, type ReceiptAnswer, signedAnswerHeaders } from '@hub/protocol';
import type { KeyRing } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { AuditHeads } from './audit-heads.js';
import { ExchangeAccount, type Settled } from './exchange-account.js';
import { type OwnAnswer, type OwnMessage, postOwn } from './own-message.js';
import type { CountedStats } from '../connection/subgraph-stats.js';

/** The time after which a request without a genuine answer is stated alone, in milliseconds. */
const answerWaitMs = 60_000;

/** The maximum number of exchanges that wait for a subgraph; the oldest are dropped. */
const capacity = 10_000;

/** The time limit of the last receipts when the gateway stops, in milliseconds. */
const closingMs = 3000;

/** The maximum number of exchange numbers in a log line. */
const loggedNumbers = 20;

/** A subgraph's signed confirmation of a receipt, with everything needed to verify its signature later. */
export interface Acknowledgement {
  readonly organisation: string;
  readonly session: string;
  /** The numbers of the first and the last stated exchange. */
  readonly first: number;
  readonly last: number;
  /** The number of exchanges that the subgraph confirms. */
  readonly exchanges: number;
  /** The numbers of the exchanges that it does not confirm. */
  readonly others: readonly number[];
  /** The sent headers of the receipt. */
  readonly receipt: Readonly<Record<string, string>>;
  readonly answer: {
    readonly status: number;
    /** The headers that the signature covers, and the signature. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** The settings of receipts for all subgraphs. */
export interface ReceiptSettings {
  /** The interval between receipts, in milliseconds. */
  readonly everyMs: number;
  readonly acknowledged?: (acknowledgement: Acknowledgement) => void;
  /**
   * Records in the audit log all requests that receipts may state, and returns whether this succeeded. Receipts wait
   * for it.
   */
  readonly recorded?: () => Promise<boolean>;
  /** Contains each open `Receipts` object. */
  readonly open?: Set<Receipts> | undefined;
  /** Sends subgraphs the audit log's heads; undefined if they are not sent. */
  readonly heads?: Pick<AuditHeads, 'open'> | undefined;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
}

export interface ReceiptsOptions extends ReceiptSettings, Pick<OwnMessage, 'target' | 'post'> {
  /** The subgraph's name. */
  readonly subgraph: string;
  /** The subgraph's keys. */
  readonly trusted: KeyRing;
  readonly stats: Pick<CountedStats, 'receipts' | 'exchangesReceipted' | 'exchangesDropped'>;
}

/** A receipt to send. It is sent unchanged until the subgraph accepts it, so that it is stored once. */
interface Waiting extends Settled {
  readonly session: string;
  readonly key: NamedKey;
  readonly body: string;
}

/**
 * Sends a subgraph receipts of its exchanges, signed with the gateway's Ed25519 key. A receipt is due after a thousand
 * exchanges or a minute, when a new session starts, and at the end.
 */
export class Receipts {
  readonly #accounts = new Map<string, ExchangeAccount>();
  readonly #timer: NodeJS.Timeout;
  readonly #waiting: Waiting[] = [];
  readonly #over = new AbortController();
  #newest: ExchangeAccount | undefined;
  #sending: Promise<void> | undefined;
  #isFailing = false;

  constructor(private readonly options: ReceiptsOptions) {
    options.open?.add(this);
    this.#timer = setInterval(() => {
      this.#stateAll(performance.now() - answerWaitMs);
      void this.#send();
    }, options.everyMs).unref();
  }

  /**
   * Opens the account of a new session, and states the former one.
   * @param key the gateway's key for the session.
   */
  open(session: string, key: NamedKey): ExchangeAccount {
    this.#stateAll(performance.now() - answerWaitMs);
    void this.#send();
    const account = new ExchangeAccount(session, key, (full) => {
      this.#state(full);
      void this.#send();
    });
    this.#newest = account;
    this.#accounts.set(session, account);
    return account;
  }

  /** States the remaining exchanges, within the time limit. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.finish();
    this.#drop(0);
    this.options.open?.delete(this);
  }

  /** States all exchanges, with or without an answer, within the time limit. No requests may follow. */
  async finish(): Promise<void> {
    this.#stateAll(Infinity);
    const tooLate = setTimeout(() => {
      this.#over.abort();
    }, closingMs).unref();
    await this.#send();
    clearTimeout(tooLate);
  }

  /** @param time older requests without an answer are stated alone; on the clock of `performance.now()`. */
  #stateAll(time: number): void {
    for (const account of this.#accounts.values()) {
      account.giveUp(time);
      this.#state(account);
      if (account.isEmpty && account !== this.#newest) this.#accounts.delete(account.session);
    }
  }

  #state(account: ExchangeAccount): void {
    const { session, key } = account;
    for (let settled = account.take(); settled; settled = account.take()) {
      const receipt: Receipt = { audience: this.options.subgraph, session, exchanges: settled.exchanges };
      this.#waiting.push({ ...settled, session, key, body: JSON.stringify(receipt) });
    }
    this.#drop(capacity);
  }

  /** Sends the waiting receipts, oldest first, until one fails. */
  #send(): Promise<void> {
    if (this.#sending || this.#waiting.length === 0) return this.#sending ?? Promise.resolve();
    return (this.#sending = this.#sendAll());
  }

  async #sendAll(): Promise<void> {
    const { recorded } = this.options;
    if (recorded && !(await recorded())) {
      this.#drop(capacity);
      this.#sending = undefined;
      return;
    }
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (await this.#isSettled(next)) continue;
      this.#waiting.unshift(next);
      this.#drop(capacity);
      break;
    }
    this.#sending = undefined;
  }

  /** Sends one receipt; false if it must be sent again. */
  async #isSettled(waiting: Waiting): Promise<boolean> {
    const { target, trusted, post } = this.options;
    try {
      const { key, body } = waiting;
      const own = await postOwn({ target, key, body, trusted, post, signal: this.#over.signal });
      if (isRefusal(own)) this.#refused(waiting, own.answer.status);
      else this.#acknowledged(waiting, own);
      this.#tell(undefined);
      return true;
    } catch (error) {
      this.#tell(error);
      return false;
    }
  }

  /** @throws Error if the answer does not confirm the receipt. */
  #acknowledged({ session, exchanges, unanswered }: Waiting, { answer, headers, subgraphKeyId }: OwnAnswer): void {
    const { subgraph, stats, acknowledged } = this.options;
    const body = Buffer.from(answer.body ?? '').toString();
    if (subgraphKeyId === undefined) throw new Error(`expected a signed answer, got HTTP status ${answer.status}`);
    const read = answer.status === 200 ? readReceiptAnswer(body) : undefined;
    const numbers = new Set(exchanges.map(([number]) => number));
    const isAboutIt = read?.session === session && read.others.every((number) => numbers.has(number));
    if (!isAboutIt || read.exchanges + read.others.length !== exchanges.length) {
      throw new Error(`expected an acknowledgement, got HTTP status ${answer.status}: ${body.slice(0, 300)}`);
    }
    stats.receipts += 1;
    stats.exchangesReceipted += read.exchanges;
    this.#tellOfOthers(session, read, unanswered);
    const [first, last] = [exchanges[0]?.[0] ?? 0, exchanges.at(-1)?.[0] ?? 0];
    const signed = { status: answer.status, headers: signedAnswerHeaders(answer.headers), body };
    const { exchanges: known, others } = read;
    const stated = { organisation: subgraph, session, first, last, exchanges: known, others };
    acknowledged?.({ ...stated, receipt: headers, answer: signed });
  }

  /**
   * An exchange without an answer may never have reached the subgraph; the subgraph must know each exchange that it
   * answered.
   */
  #tellOfOthers(session: string, { others }: ReceiptAnswer, unanswered: ReadonlySet<number>): void {
    const { subgraph, log } = this.options;
    const disputed = others.filter((number) => !unanswered.has(number));
    const unheard = others.filter((number) => unanswered.has(number));
    const lines = (numbers: readonly number[]) => ({
      ...{ subgraph, session, count: numbers.length, numbers: numbers.slice(0, loggedNumbers) },
    });
    if (disputed.length > 0)
      log.error(lines(disputed), 'the subgraph knows otherwise, or not at all, what it answered');
    if (unheard.length > 0) log.warn(lines(unheard), 'the subgraph knows nothing of requests that it did not answer');
  }

  /** Closes the account of a session whose receipts the subgraph refuses. */
  #refused({ session, exchanges }: Waiting, status: number): void {
    const { subgraph, stats, log } = this.options;
    let dropped = exchanges.length + (this.#accounts.get(session)?.close() ?? 0);
    for (const other of this.#waiting.filter((one) => one.session === session)) {
      this.#waiting.splice(this.#waiting.indexOf(other), 1);
      dropped += other.exchanges.length;
    }
    stats.exchangesDropped += dropped;
    log.warn({ subgraph, session, status, exchanges: dropped }, 'the subgraph takes no receipts of a session');
  }

  /** Drops the oldest receipts until at most `most` exchanges wait. */
  #drop(most: number): void {
    const { subgraph, stats, log } = this.options;
    let waiting = this.#waiting.reduce((sum, { exchanges }) => sum + exchanges.length, 0);
    while (waiting > most) {
      const { session, exchanges } = this.#waiting.shift() as Waiting;
      waiting -= exchanges.length;
      stats.exchangesDropped += exchanges.length;
      log.error({ subgraph, session, exchanges: exchanges.length }, 'exchanges without a receipt: dropped');
    }
  }

  /** Logs the first failure, and the first success after it. */
  #tell(error: unknown): void {
    const { subgraph, log } = this.options;
    if (error !== undefined && !this.#isFailing) log.warn({ subgraph, err: error }, 'the subgraph takes no receipts');
    if (error === undefined && this.#isFailing) log.info({ subgraph }, 'the subgraph takes receipts again');
    this.#isFailing = error !== undefined;
  }
}

/** Whether a subgraph refuses a receipt for good: it does not know the path, session or key. */
function isRefusal({ answer: { status }, subgraphKeyId }: OwnAnswer): boolean {
  return subgraphKeyId === undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}
