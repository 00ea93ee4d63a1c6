import type { FastifyBaseLogger } from 'fastify';

/** Whether the audit log takes records, as all who write to it last found; logs when it stops, and when it does again. */
export class AuditHealth {
  #isFailing = false;
  #writtenAt = -Infinity;

  /** @param now a clock in milliseconds. */
  constructor(
    private readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>,
    readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether the log takes no records: then nothing waits long for it. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** When it last took a record, on its clock. */
  get writtenAt(): number {
    return this.#writtenAt;
  }

  /** The log took a record. */
  written(): void {
    this.#writtenAt = this.now();
    this.works();
  }

  /** The log says that it takes records. */
  works(): void {
    if (this.#isFailing) this.log.info('the audit log takes records again');
    this.#isFailing = false;
  }

  /** The log did not take a record for as long as that may take. */
  fails(error: unknown): void {
    if (!this.#isFailing) this.log.error({ err: error }, 'the audit log takes no records');
    this.#isFailing = true;
  }
}
