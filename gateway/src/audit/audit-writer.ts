import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { AuditHealth } from './audit-health.js';
import { CommitRefused, LogConnection } from './log-connection.js';
import { KeptDelivery } from './kept-delivery.js';
import type { KeptRecords } from './kept-records.js';
import { commitBody, OwnStream, type PlacedRecord } from './own-stream.js';
import { WaitingRecords, type WaitingRecord } from './waiting-records.js';

/** The error of a record that could not be written: the log is away, or too many records wait for it. */
export class AuditUnavailable extends Error {
  /** @param isHeld whether the record is held in memory and still written later. */
  constructor(
    message: string,
    readonly isHeld: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface AuditWriterOptions {
  /** The audit log's address. */
  readonly url: string;
  /** The token for its endpoint. */
  readonly token: string;
  /** The most waiting records; the second half of the places is for callers without a waiting record. */
  readonly queue?: number;
  /** The most waiting records of one caller. */
  readonly callerQueue?: number;
  /** How long one commit may take, its retries included, in milliseconds: longer than the log needs to restart. */
  readonly timeoutMs?: number;
  /** The log's health, shared with other writers. */
  readonly health?: AuditHealth;
  /**
   * Keeps records on disk while the log takes none; without it they wait in memory for as long as a commit may take.
   */
  readonly kept?: KeptRecords | undefined;
  /** Called with the log's answer to a commit: its signed head. */
  readonly onCommit?: (answer: string) => void;
  readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>;
}

/** The most records of one commit. */
const recordsPerCommit = 1000;

/** The most records that are held in memory after their callers had an answer. */
const mostHeld = 10_000;

/** How long a commit may take while the log takes no records, in milliseconds: callers do not wait in vain. */
const failingMs = 1000;

/** How long a commit may take before its records are kept on disk, in milliseconds. */
const untilKeptMs = 1000;

/** How soon a commit is tried again, in milliseconds. */
const retryMs = 100;

/** How soon records held in memory are tried again, in milliseconds. */
const heldRetryMs = 1000;

/** The counts of a writer. */
export interface AuditStats {
  written: number;
  lost: number;
  commits: number;
  readonly waiting: number;
  /** How many bytes of records wait on disk for the log. */
  readonly keptBytes: number;
}

/**
 * Writes records to the audit log. Records that arrive during one commit form the next: under load, more records share
 * the cost of a commit. Callers take turns, so that no caller waits behind another's many records. If records can be
 * kept on disk, a record counts as written once it is there: the log gets it as soon as it takes records again.
 */
export class AuditWriter {
  readonly #connection: LogConnection;
  readonly #timeoutMs: number;
  readonly #counted = { written: 0, lost: 0, commits: 0 };
  readonly #waiting: WaitingRecords;
  readonly #health: AuditHealth;
  readonly #stream = new OwnStream();
  readonly #kept: KeptRecords | undefined;
  readonly #delivery: KeptDelivery | undefined;
  #held: string[] = [];
  #heldTimer: NodeJS.Timeout | undefined;
  #committing: Promise<void> | undefined;

  constructor(private readonly options: AuditWriterOptions) {
    const { url, token, queue = 10_000, callerQueue = 1000, timeoutMs = 5000, kept, log } = options;
    this.#waiting = new WaitingRecords(queue, callerQueue);
    this.#timeoutMs = timeoutMs;
    this.#health = options.health ?? new AuditHealth(log);
    this.#connection = new LogConnection(url, token);
    this.#kept = kept;
    const taken = (answer: string, records: number) => {
      this.#written(answer, records);
    };
    this.#delivery = kept && new KeptDelivery({ kept, url, token, health: this.#health, taken, log });
  }

  get stats(): AuditStats {
    return { ...this.#counted, waiting: this.#waiting.size, keptBytes: this.#kept?.bytes ?? 0 };
  }

  /** Whether records are kept on disk while the log takes none. */
  get keeps(): boolean {
    return this.#kept !== undefined && !this.#kept.isFull;
  }

  /**
   * Settles once a record is on disk.
   * @param callerId the caller of the recorded request.
   * @param isOfDone whether it records executed work: if it cannot be written now, it is written later.
   * @throws AuditUnavailable
   */
  write(record: string, callerId = '', isOfDone = false): Promise<undefined> {
    const { promise, resolve: written, reject: failed } = Promise.withResolvers<undefined>();
    const waiting: WaitingRecord = { record, isOfDone, written, failed };
    if (this.#waiting.add(waiting, callerId)) this.#committing ??= this.#commitAll();
    else this.#fail([waiting], 'Too many records wait for the audit log.');
    return promise;
  }

  /** Replaces the token for the log's endpoint. */
  useToken(token: string): void {
    this.#connection.token = token;
    this.#delivery?.useToken(token);
  }

  /** Writes waiting records, and ends the connection. */
  async close(): Promise<void> {
    await this.#committing;
    clearTimeout(this.#heldTimer);
    if (this.#held.length > 0) {
      this.#takeHeld();
      await this.#committing;
      clearTimeout(this.#heldTimer);
      if (this.#held.length > 0) this.options.log.error({ records: this.#held.length }, 'records are lost');
    }
    await this.#delivery?.close();
    await this.#kept?.close();
    await this.#connection.close();
  }

  async #commitAll(): Promise<void> {
    // Records of the same turn of the event loop are written together.
    await Promise.resolve();
    for (;;) {
      const batch = this.#waiting.next(recordsPerCommit);
      if (batch.length === 0) break;
      await (this.#kept ? this.#commitOrKeep(batch, this.#kept) : this.#commit(batch));
    }
    this.#committing = undefined;
  }

  /** Writes a batch. If the log does not take it at once, or has earlier ones to take, the batch is kept on disk. */
  async #commitOrKeep(batch: readonly WaitingRecord[], kept: KeptRecords): Promise<void> {
    if (kept.isFull) {
      const [others, done] = [batch.filter((one) => !one.isOfDone), batch.filter((one) => one.isOfDone)];
      this.#fail(others, 'Too many records wait on disk for the audit log.');
      if (done.length === 0) return;
      batch = done;
    }
    const placed = this.#stream.place(batch.map(({ record }) => record));
    try {
      if (!kept.isEmpty || this.#health.isFailing || !(await this.#sentAtOnce(placed))) {
        await kept.keep(this.#stream.id, placed);
        this.#delivery?.begin();
      }
      for (const { written } of batch) written(undefined);
    } catch (error) {
      // The log may have taken them, so their places are not reused.
      this.#stream.beginAnother();
      if (!(error instanceof CommitRefused)) this.options.log.error({ err: error }, 'records cannot be kept on disk');
      else this.#health.fails(error);
      this.#fail(batch, 'The audit log did not take a record.', error);
    }
  }

  /** @throws CommitRefused */
  async #sentAtOnce(placed: readonly PlacedRecord[]): Promise<boolean> {
    try {
      this.#written(await this.#connection.send(this.#bodyOf(placed), untilKeptMs), placed.length);
      return true;
    } catch (error) {
      if (error instanceof CommitRefused) throw error;
      this.#health.fails(error);
      return false;
    }
  }

  /** Writes a batch, and retries within its time, so that a restart of the log costs no caller its answer. */
  async #commit(batch: readonly WaitingRecord[]): Promise<void> {
    const placed = this.#stream.place(batch.map(({ record }) => record));
    const ends = performance.now() + (this.#health.isFailing ? Math.min(failingMs, this.#timeoutMs) : this.#timeoutMs);
    for (;;) {
      try {
        this.#written(await this.#connection.send(this.#bodyOf(placed), ends - performance.now()), batch.length);
        for (const { written } of batch) written(undefined);
        return;
      } catch (error) {
        const isOver = performance.now() + retryMs >= ends;
        if (!isOver && !(error instanceof CommitRefused)) {
          await delay(retryMs);
          continue;
        }
        // The log may have taken them, so their places are not reused.
        this.#stream.beginAnother();
        this.#health.fails(error);
        this.#fail(batch, 'The audit log did not take a record.', error);
        // Later records waited for the same failing log; after a refusal they may still be taken.
        if (isOver) this.#fail(this.#waiting.next(Infinity), 'The audit log did not take a record.', error);
        return;
      }
    }
  }

  #bodyOf(placed: readonly PlacedRecord[]): string {
    const places = placed.map(({ sequence, before }) => ({ sequence, before }));
    return commitBody(
      placed.map(({ record }) => record),
      { id: this.#stream.id, kept: false },
      places,
    );
  }

  #written(answer: string, records: number): void {
    this.#counted.commits += 1;
    this.#counted.written += records;
    this.#health.written();
    this.options.onCommit?.(answer);
  }

  #fail(batch: readonly WaitingRecord[], message: string, cause?: unknown): void {
    for (const { record, isOfDone, failed } of batch) {
      const isHeld = isOfDone && this.#held.length < mostHeld;
      if (isHeld) this.#held.push(record);
      else this.#counted.lost += 1;
      failed(new AuditUnavailable(message, isHeld, { cause }));
    }
    if (this.#held.length > 0)
      this.#heldTimer ??= setTimeout(() => {
        this.#takeHeld();
      }, heldRetryMs).unref();
  }

  /** Tries again to write the records held in memory. */
  #takeHeld(): void {
    this.#heldTimer = undefined;
    const held = this.#held;
    this.#held = [];
    for (const record of held) this.write(record, '', true).catch(() => undefined);
  }
}
