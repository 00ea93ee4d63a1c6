import type { FastifyBaseLogger } from 'fastify';
import type { Engine } from '../engine/engine.js';
import type { Acknowledgement, Receipts } from '../trust/receipts.js';
import { AlikeRequests } from './alike-requests.js';
import { AuditCheck } from './audit-check.js';
import { AuditHeads } from '../trust/audit-heads.js';
import { AuditHealth } from './audit-health.js';
import type { KeptRecords } from './kept-records.js';
import type { AuditSettings } from './audit-settings.js';
import { type AuditStats, AuditWriter } from './audit-writer.js';
import { type AuditFailure, auditedEngine } from './audited-engine.js';
import { recordedWork, type WorkRecorder } from './recorded-work.js';
import { PublicCounts } from './public-counts.js';
import { ReceiptLog } from './receipt-log.js';

/** The longest time before counts are written, in milliseconds. */
const countsEveryMs = 60_000;

/** How soon counts that the log refused are written again, in milliseconds. */
const retryMs = 5000;

/** How long the log may be away until the gateway is not ready, in milliseconds: as long as a record waits for it. */
const patienceMs = 5000;

export interface AuditTrailOptions extends AuditSettings {
  readonly failure: AuditFailure;
  /** Keeps records on disk while the log takes none; none are kept by default. */
  readonly kept?: KeptRecords | undefined;
  /** How often receipts are stated, and heads delivered, in milliseconds. */
  readonly everyMs: number;
  readonly log: FastifyBaseLogger;
}

/** The gateway's audit records: rows in the audit log, and the log's heads at the organisations. */
export class AuditTrail {
  readonly heads: AuditHeads;
  /** The receipts of subgraphs, which are stated a last time before closing. */
  readonly receipts = new Set<Receipts>();
  readonly #writer: AuditWriter;
  readonly #apart: AuditWriter;
  readonly #receiptLog: ReceiptLog;
  readonly #counts: PublicCounts;
  readonly #alike: AlikeRequests;
  readonly #health: AuditHealth;
  readonly #check: AuditCheck;
  readonly #failure: AuditFailure;
  readonly #everyMs: number;
  readonly #log: FastifyBaseLogger;
  #timer: NodeJS.Timeout | undefined;
  #closed: Promise<void> | undefined;

  constructor({ failure, kept, everyMs, log, ...settings }: AuditTrailOptions) {
    this.heads = new AuditHeads(log);
    const onCommit = (answer: string) => {
      this.heads.take(answer);
    };
    const health = (this.#health = new AuditHealth(log));
    const writer = (this.#writer = new AuditWriter({ ...settings, kept, log, onCommit, health }));
    // A separate writer, so that receipts and counts cannot delay records of operations.
    const apart = (this.#apart = new AuditWriter({ ...settings, log, onCommit, health }));
    this.#receiptLog = new ReceiptLog(apart, log);
    // While the log takes none, these records go to disk through the operations' writer.
    const summed = () => (health.isFailing && writer.keeps ? writer : apart);
    this.#counts = new PublicCounts({ write: (record) => summed().write(record, 'counts'), log });
    this.#alike = new AlikeRequests({ write: (record) => summed().write(record, 'alike') });
    this.#check = new AuditCheck({
      ...{ url: settings.url, health, patienceMs },
      write: () => (this.#counts.waits ? this.#counts.flush() : undefined),
    });
    this.#failure = failure;
    this.#log = log;
    this.#everyMs = Math.min(everyMs, countsEveryMs);
    this.#tickAfter(this.#everyMs);
  }

  get stats(): AuditStats {
    return this.#writer.stats;
  }

  /** Whether the log takes no records now. */
  get isFailing(): boolean {
    return this.#health.isFailing;
  }

  /** Whether operations are refused now, since the log takes no records, and the disk none either. */
  get isRefusing(): boolean {
    return this.#failure === 'refuse' && this.#health.isFailing && !this.#writer.keeps;
  }

  /** Replaces the token for the log's endpoint. */
  useToken(token: string): void {
    this.#writer.useToken(token);
    this.#apart.useToken(token);
  }

  /** Stores a subgraph's acknowledgement of a receipt in the log. */
  acknowledged(acknowledgement: Acknowledgement): void {
    this.#receiptLog.write(acknowledgement);
  }

  /**
   * Writes waiting records of requests that receipts may state.
   * @returns whether the log took it.
   */
  flushRequests(): Promise<boolean> {
    return this.#alike.flush();
  }

  /** Records work other than operations. */
  get work(): WorkRecorder {
    return recordedWork({ log: this.#writer, failure: this.#failure });
  }

  /**
   * An engine that records its operations; before it closes, it states and writes the rest, and delivers the last head.
   */
  recorded(engine: Engine): Engine {
    const means = { log: this.#writer, counts: this.#counts, alike: this.#alike, failure: this.#failure };
    const audited = auditedEngine(engine, means);
    return {
      ...audited,
      get schema() {
        return engine.schema;
      },
      close: async () => {
        await this.close();
        await engine.close();
      },
    };
  }

  /** Writes the rest, and delivers the last head. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#check.close();
    await Promise.all([...this.receipts].map((receipts) => receipts.finish()));
    if (!(await this.#alike.flush())) this.#log.error('the audit log does not take the last requests of services');
    if (!(await this.#counts.flush()))
      this.#log.error('the audit log does not take the last counts of public operations');
    await this.#receiptLog.close();
    await this.#writer.close();
    await this.heads.close();
  }

  #tickAfter(ms: number): void {
    this.#timer = setTimeout(() => void this.#tick(), ms).unref();
  }

  async #tick(): Promise<void> {
    const outcomes = await Promise.all([this.#counts.flush(), this.#alike.flush()]);
    const isWritten = outcomes.every((one) => one);
    await this.heads.bring();
    if (!this.#closed) this.#tickAfter(isWritten ? this.#everyMs : Math.min(this.#everyMs, retryMs));
  }
}
