import type { FastifyBaseLogger } from 'fastify';
import type { Acknowledgement } from '../trust/receipts.js';
import type { AuditWriter } from './audit-writer.js';

/** How many acknowledgements are kept for a log that takes none; of more, the oldest are dropped. */
const capacity = 1000;

/** Has the audit log keep what subgraphs acknowledge; what it does not take is tried again with the next. */
export class ReceiptLog {
  #unwritten: string[] = [];
  #writing: Promise<void> | undefined;

  /** @param writer its own: what is asked is recorded by another. */
  constructor(
    private readonly writer: Pick<AuditWriter, 'write' | 'close'>,
    private readonly log: Pick<FastifyBaseLogger, 'error'>,
  ) {}

  write(acknowledgement: Acknowledgement): void {
    this.#unwritten.push(JSON.stringify({ kind: 'receipt', at: new Date().toISOString(), ...acknowledgement }));
    if (this.#unwritten.length > capacity) {
      this.#unwritten.shift();
      this.log.error('the acknowledgement of a receipt is not recorded: dropped');
    }
    this.#writing ??= this.#writeAll();
  }

  /** Writes what is left, if the log takes it, and ends the connection. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#unwritten.length > 0) await this.#writeAll();
    await this.writer.close();
  }

  async #writeAll(): Promise<void> {
    try {
      for (let [next] = this.#unwritten; next !== undefined; [next] = this.#unwritten) {
        await this.writer.write(next);
        this.#unwritten = this.#unwritten.filter((one) => one !== next);
      }
    } catch (error) {
      this.log.error({ err: error, unwritten: this.#unwritten.length }, 'the acknowledgement of a receipt waits');
    } finally {
      this.#writing = undefined;
    }
  }
}
