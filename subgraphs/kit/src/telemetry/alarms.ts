import type { FastifyBaseLogger } from 'fastify';
import type { Metrics } from './metrics.js';

/** What an alarm is about. */
export type AlarmCode = 'CELLS_ALTERED' | 'RELEASE_ALTERED';

/** What nobody may miss, though requests are answered. */
export interface Alarm {
  readonly code: AlarmCode;
  readonly message: string;
  /** When it was raised last, as RFC 3339. */
  readonly at: string;
}

/** How many alarms are told: of each message the last one. */
const mostTold = 50;

/**
 * The alarms of a process: each is logged as an error, counted for Prometheus, and stands in `/readyz` until the process
 * ends. A process with alarms is ready all the same.
 */
export class Alarms {
  readonly #raised = new Map<string, Alarm>();

  constructor(
    private readonly log: FastifyBaseLogger,
    private readonly metrics: Pick<Metrics, 'alarmRaised'>,
  ) {}

  /** @param message for everybody: it names no figure. */
  raise(code: AlarmCode, message: string, details: object): void {
    this.log.error({ code, ...details }, message);
    this.metrics.alarmRaised(code);
    this.#raised.delete(message);
    this.#raised.set(message, { code, message, at: new Date().toISOString() });
    for (const oldest of this.#raised.keys()) {
      if (this.#raised.size <= mostTold) return;
      this.#raised.delete(oldest);
    }
  }

  /** Warns and counts: for what somebody has to decide, and no fault of the process. */
  note(code: 'RELEASE_PENDING' | 'GOAL_NOT_EXPECTED', message: string, details: object): void {
    this.log.warn({ code, ...details }, message);
    this.metrics.alarmRaised(code);
  }

  /** Those that were raised, the newest last. */
  get raised(): readonly Alarm[] {
    return [...this.#raised.values()];
  }
}
