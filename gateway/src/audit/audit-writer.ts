import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'undici';
import { openPool } from '../connection/pools.js';
import { AuditHealth } from './audit-health.js';

/** A record could not be written: the log is not there, or too many wait for it. */
export class AuditUnavailable extends Error {}

export interface AuditWriterOptions {
  /** Where the audit log answers. */
  readonly url: string;
  /** Opens its endpoint. */
  readonly token: string;
  /** How many records may wait; the second half of the places is for callers of whom none waits. */
  readonly queue?: number;
  /** How many records of one caller may wait. */
  readonly callerQueue?: number;
  /** How long one commit may take, all that it tries included, in milliseconds: longer than the log needs to restart. */
  readonly timeoutMs?: number;
  /** What is known of the log, where others write to it too. */
  readonly health?: AuditHealth;
  /** Is told what the log answers to a commit: its signed head. */
  readonly onCommit?: (answer: string) => void;
  readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>;
}

/** How many records one commit has at most. */
const recordsPerCommit = 1000;

/** How long a commit may take while the log takes no records, in milliseconds: nothing waits long in vain. */
const failingMs = 1000;

/** How soon a commit is tried again, in milliseconds. */
const retryMs = 100;

/** The log refuses what it was sent, and will again. */
class Refused extends Error {}

interface Waiting {
  readonly record: string;
  readonly written: (value: undefined) => void;
  readonly failed: (error: AuditUnavailable) => void;
}

/** What a writer has counted. */
export interface AuditStats {
  written: number;
  lost: number;
  commits: number;
  readonly waiting: number;
}

/**
 * Writes records to the audit log. While one commit is under way, all that comes waits and is the next one: the more is
 * asked, the more share what a commit costs. Callers take turns, so that none waits behind another's many records.
 */
export class AuditWriter {
  readonly #pool: Pool;
  readonly #queue: number;
  readonly #callerQueue: number;
  readonly #timeoutMs: number;
  readonly #counted = { written: 0, lost: 0, commits: 0 };
  /** By caller; the one whose turn is next is first. */
  readonly #waiting = new Map<string, Waiting[]>();
  #waits = 0;
  readonly #health: AuditHealth;
  #token: string;
  #committing: Promise<void> | undefined;

  constructor(private readonly options: AuditWriterOptions) {
    const { url, queue = 10_000, callerQueue = 1000, timeoutMs = 5000 } = options;
    this.#queue = queue;
    this.#callerQueue = callerQueue;
    this.#timeoutMs = timeoutMs;
    this.#token = options.token;
    this.#health = options.health ?? new AuditHealth(options.log);
    this.#pool = openPool(new URL(url).origin, { connections: 1 });
  }

  get stats(): AuditStats {
    return { ...this.#counted, waiting: this.#waits };
  }

  /**
   * Settles once a record is on disk.
   * @param callerId whose record it is.
   * @throws AuditUnavailable
   */
  write(record: string, callerId = ''): Promise<undefined> {
    const own = this.#waiting.get(callerId) ?? [];
    const places = own.length === 0 ? this.#queue : this.#queue / 2;
    if (own.length >= this.#callerQueue || this.#waits >= places) {
      this.#counted.lost += 1;
      return Promise.reject(new AuditUnavailable('Too many records wait for the audit log.'));
    }
    const { promise, resolve: written, reject: failed } = Promise.withResolvers<undefined>();
    own.push({ record, written, failed });
    this.#waiting.set(callerId, own);
    this.#waits += 1;
    this.#committing ??= this.#commitAll();
    return promise;
  }

  /** Opens the log's endpoint with another token from now on. */
  useToken(token: string): void {
    this.#token = token;
  }

  /** Writes what waits, and ends the connection. */
  async close(): Promise<void> {
    await this.#committing;
    await this.#pool.close();
  }

  async #commitAll(): Promise<void> {
    // What was asked in this turn of the event loop is written together.
    await Promise.resolve();
    while (this.#waits > 0) await this.#commit(this.#nextBatch());
    this.#committing = undefined;
  }

  /** Takes one record of each caller in turn, until there are enough. */
  #nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    // A caller that is put back at the end comes again in this loop.
    for (const [callerId, [first, ...others]] of this.#waiting) {
      if (first) batch.push(first);
      this.#waiting.delete(callerId);
      if (others.length > 0) this.#waiting.set(callerId, others);
      if (batch.length === recordsPerCommit) break;
    }
    this.#waits -= batch.length;
    return batch;
  }

  /** Writes a batch, and tries again in its time: a log that restarts costs nobody an answer. */
  async #commit(batch: readonly Waiting[]): Promise<void> {
    const body = `{"records":[${batch.map(({ record }) => record).join()}]}`;
    const ends = performance.now() + (this.#health.isFailing ? Math.min(failingMs, this.#timeoutMs) : this.#timeoutMs);
    for (;;) {
      try {
        const answer = await this.#send(body, ends - performance.now());
        this.#counted.commits += 1;
        this.#counted.written += batch.length;
        this.#health.written();
        this.options.onCommit?.(answer);
        for (const { written } of batch) written(undefined);
        return;
      } catch (error) {
        const isOver = performance.now() + retryMs >= ends;
        if (!isOver && !(error instanceof Refused)) {
          await delay(retryMs);
          continue;
        }
        this.#health.fails(error);
        this.#fail(batch, error);
        // What came meanwhile has waited for the same log; after a refusal it may be taken.
        if (isOver) while (this.#waits > 0) this.#fail(this.#nextBatch(), error);
        return;
      }
    }
  }

  #fail(batch: readonly Waiting[], error: unknown): void {
    this.#counted.lost += batch.length;
    for (const { failed } of batch)
      failed(new AuditUnavailable('The audit log did not take a record.', { cause: error }));
  }

  /** @param milliseconds how long it may take. */
  async #send(body: string, milliseconds: number): Promise<string> {
    const { statusCode, body: answer } = await this.#pool.request({
      path: '/operator/audit/entries',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
      body,
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(milliseconds))),
    });
    const text = await answer.text();
    if (statusCode === 200) return text;
    const problem = `The audit log answered ${statusCode}: ${text.slice(0, 300)}`;
    throw statusCode >= 500 ? new Error(problem) : new Refused(problem);
  }
}
