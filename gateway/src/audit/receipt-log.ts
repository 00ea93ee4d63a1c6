import type { FastifyBaseLogger } from 'fastify';
import type { Acknowledgement } from '../trust/receipts.js';
import type { AuditWriter } from './audit-writer.js';

/** How many acknowledgements wait for a log that takes none; beyond that the oldest are dropped. */
const capacity = 1000;

/** Stores subgraphs' acknowledgements in the audit log; refused ones are tried again with the next. */
export class ReceiptLog {
  #unwritten: string[] = [];
  #writing: Promise<void> | undefined;

  /** @param writer a separate one: another writer records operations. */
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

  /** Writes the rest, if the log takes it, and ends the connection. */
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
