import type { FastifyBaseLogger } from 'fastify';
import type { AuditHealth } from './audit-health.js';
import type { KeptBatch, KeptFile } from './kept-file.js';
import type { KeptRecords } from './kept-records.js';
import { CommitRefused, LogConnection } from './log-connection.js';
import { commitBody } from './own-stream.js';

export interface KeptDeliveryOptions {
  readonly kept: KeptRecords;
  readonly url: string;
  readonly token: string;
  readonly health: AuditHealth;
  /** Called with the log's answer to a commit, and the number of its records. */
  readonly taken: (answer: string, records: number) => void;
  readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>;
}

/** How long one commit may take, in milliseconds. */
const commitMs = 5000;

/** How soon a commit is tried again, in milliseconds. */
const retryMs = 250;

/** How long delivering the last records may take when the gateway stops, in milliseconds; the rest stays on disk. */
const closingMs = 3000;

/** Delivers kept records to the log, the oldest first, until no file is left. */
export class KeptDelivery {
  readonly #connection: LogConnection;
  #bringing: Promise<void> | undefined;
  #pause: { readonly end: () => void } | undefined;
  #stopsAt = Infinity;

  constructor(private readonly options: KeptDeliveryOptions) {
    this.#connection = new LogConnection(options.url, options.token);
    this.begin();
  }

  useToken(token: string): void {
    this.#connection.token = token;
  }

  /** Begins if records are kept, unless it has begun. */
  begin(): void {
    if (this.options.kept.isEmpty || performance.now() >= this.#stopsAt) return;
    this.#bringing ??= this.#bringAll().finally(() => {
      this.#bringing = undefined;
    });
  }

  async close(): Promise<void> {
    this.#stopsAt = performance.now() + closingMs;
    this.#pause?.end();
    await this.#bringing;
    const { kept, log } = this.options;
    if (!kept.isEmpty) log.info({ bytes: kept.bytes }, 'records wait on disk for the audit log until the next start');
    await this.#connection.close();
  }

  async #bringAll(): Promise<void> {
    const { kept, health, log } = this.options;
    for (let file = kept.first; file; file = kept.first) {
      try {
        await this.#bringNext(file);
      } catch (error) {
        health.fails(error);
        if (performance.now() + retryMs >= this.#stopsAt) return;
        await this.#wait();
      }
    }
    log.info('the audit log has taken what was kept on disk');
  }

  async #bringNext(file: KeptFile): Promise<void> {
    const { kept, log } = this.options;
    const batch = await file.next();
    if (batch === 'gone') {
      await kept.ended(file);
      return;
    }
    if (batch === 'nothing') {
      await kept.taken(file, file.taken);
      return;
    }
    if (batch.unreadable > 0)
      log.error({ file: file.path, lines: batch.unreadable }, 'records kept on disk cannot be read');
    if (batch.records.length > 0) await this.#send(file, batch);
    await kept.taken(file, batch.end);
  }

  /** Sends a batch; if the log refuses it, record by record, so that one bad record does not stop the others. */
  async #send(file: KeptFile, { records, places, key }: KeptBatch): Promise<void> {
    const { taken, log } = this.options;
    const send = (from: number, to: number) => {
      const stream = { id: file.stream, kept: true, ...(key !== undefined && { key }) };
      const body = commitBody(records.slice(from, to), stream, places.slice(from, to));
      return this.#connection.send(body, Math.min(commitMs, this.#stopsAt - performance.now()));
    };
    try {
      taken(await send(0, records.length), records.length);
    } catch (error) {
      if (!isOfTheRecord(error)) throw error;
      for (let index = 0; index < records.length; index += 1) {
        try {
          taken(await send(index, index + 1), 1);
        } catch (fault) {
          if (!isOfTheRecord(fault)) throw fault;
          log.error({ err: fault, record: records[index] }, 'the audit log refuses a record that was kept on disk');
        }
      }
    }
  }

  #wait(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, retryMs);
      this.#pause = {
        end: () => {
          clearTimeout(timer);
          done();
        },
      };
    });
  }
}

/** Whether the log refuses the record's content, and not its sender. */
function isOfTheRecord(error: unknown): boolean {
  return error instanceof CommitRefused && error.status === 400;
}
