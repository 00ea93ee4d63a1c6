import type { FastifyBaseLogger } from 'fastify';

/** Whether the audit log takes records, by the latest result of all writers; logs an outage, and its end. */
export class AuditHealth {
  #isFailing = false;
  #writtenAt = -Infinity;

  /** @param now a clock in milliseconds. */
  constructor(
    private readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>,
    readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether the log takes no records: writers then do not wait long for it. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** When it last took a record, on its clock. */
  get writtenAt(): number {
    return this.#writtenAt;
  }

  /** Notes that the log took a record. */
  written(): void {
    this.#writtenAt = this.now();
    this.works();
  }

  /** Notes that the log says that it takes records. */
  works(): void {
    if (this.#isFailing) this.log.info('the audit log takes records again');
    this.#isFailing = false;
  }

  /** Notes that the log did not take a record in the allowed time. */
  fails(error: unknown): void {
    if (!this.#isFailing) this.log.error({ err: error }, 'the audit log takes no records');
    this.#isFailing = true;
  }
}
