import { type NamedKey, readReceiptAnswer, type Receipt, type ReceiptAnswer, signedAnswerHeaders } from '@hub/protocol';
import type { KeyRing } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { AuditHeads } from './audit-heads.js';
import { ExchangeAccount, type Settled } from './exchange-account.js';
import { type OwnAnswer, type OwnMessage, postOwn } from './own-message.js';
import type { CountedStats } from '../connection/subgraph-stats.js';

/** After which time a request without a genuine answer is stated alone, in milliseconds. */
const answerWaitMs = 60_000;

/** How many exchanges may wait for a subgraph that takes no receipts; of more, the oldest are dropped. */
const capacity = 10_000;

/** How long the last receipts may take when the gateway stops, in milliseconds. */
const closingMs = 3000;

/** How many numbers a line of the log has at most. */
const loggedNumbers = 20;

/** A subgraph's signed word that it keeps a receipt, with all that is needed to verify that signature later. */
export interface Acknowledgement {
  readonly organisation: string;
  readonly session: string;
  /** The numbers of the first and the last exchange that were stated. */
  readonly first: number;
  readonly last: number;
  /** How many the subgraph knows as they were stated. */
  readonly exchanges: number;
  /** The numbers of the others. */
  readonly others: readonly number[];
  /** The headers that the receipt was sent with. */
  readonly receipt: Readonly<Record<string, string>>;
  readonly answer: {
    readonly status: number;
    /** Those that its signature covers, and the signature. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** How receipts are sent, to whichever subgraph. */
export interface ReceiptSettings {
  /** How often what is settled is stated, in milliseconds. */
  readonly everyMs: number;
  readonly acknowledged?: (acknowledgement: Acknowledgement) => void;
  /** Has all requests in the audit log that receipts may state; whether they are. Nothing is stated before. */
  readonly recorded?: () => Promise<boolean>;
  /** Has those that state receipts as long as they do. */
  readonly open?: Set<Receipts> | undefined;
  /** Brings subgraphs the audit log's heads; nobody does unless told. */
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

/** A receipt that is to be sent; again and unchanged until the subgraph takes it, so that it is stored once. */
interface Waiting extends Settled {
  readonly session: string;
  readonly key: NamedKey;
  readonly body: string;
}

/**
 * States what a subgraph was asked and what it answered, in receipts that are signed with the gateway's Ed25519 key: of
 * a thousand exchanges, or of those of a minute, of a session that another follows on, or of all at the end.
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
   * Opens the account of a session, which follows on the one before.
   * @param key that the gateway agreed on the session with.
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

  /** States what is left, if the subgraph takes it in time. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.finish();
    this.#drop(0);
    this.options.open?.delete(this);
  }

  /** States all that was asked, answered or not, if the subgraph takes it in time; nothing is asked any more. */
  async finish(): Promise<void> {
    this.#stateAll(Infinity);
    const tooLate = setTimeout(() => {
      this.#over.abort();
    }, closingMs).unref();
    await this.#send();
    clearTimeout(tooLate);
  }

  /** @param time what was asked before and not answered is stated alone; on the clock of `performance.now()`. */
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

  /** Sends what waits, the oldest first, until the subgraph does not take it. */
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

  /** Sends one; false where it is to be sent again. */
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

  /** @throws Error where the answer does not acknowledge the receipt. */
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

  /** What has no answer may never have reached the subgraph; what it answered, it must know. */
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

  /** Keeps no account any more of a session of which the subgraph takes no receipts. */
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

  /** Drops the oldest until no more than some exchanges wait. */
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

  /** Logs when sending begins to fail, and when it works again. */
  #tell(error: unknown): void {
    const { subgraph, log } = this.options;
    if (error !== undefined && !this.#isFailing) log.warn({ subgraph, err: error }, 'the subgraph takes no receipts');
    if (error === undefined && this.#isFailing) log.info({ subgraph }, 'the subgraph takes receipts again');
    this.#isFailing = error !== undefined;
  }
}

/** Whether a subgraph will not take a receipt, however often it is sent: it knows no such path, session or key. */
function isRefusal({ answer: { status }, subgraphKeyId }: OwnAnswer): boolean {
  return subgraphKeyId === undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}
