import type { FastifyBaseLogger } from 'fastify';
import type { Metrics } from './metrics.js';

/** The stable code of an alarm. */
export type AlarmCode = 'CELLS_ALTERED' | 'RELEASE_ALTERED';

/** A serious finding about stored data; the process goes on answering requests. */
export interface Alarm {
  readonly code: AlarmCode;
  readonly message: string;
  /** When it was last raised, in RFC 3339. */
  readonly at: string;
}

/** How many alarms are listed, the last one of each message. */
const mostListed = 50;

/**
 * The alarms of a process: each is logged as an error, counted for Prometheus, and listed in `/readyz` until the
 * process ends. A process with alarms is still ready.
 */
export class Alarms {
  readonly #raised = new Map<string, Alarm>();

  constructor(
    private readonly log: FastifyBaseLogger,
    private readonly metrics: Pick<Metrics, 'alarmRaised'>,
  ) {}

  /** @param message the public text: it names no figure. */
  raise(code: AlarmCode, message: string, details: object): void {
    this.log.error({ code, ...details }, message);
    this.metrics.alarmRaised(code);
    this.#raised.delete(message);
    this.#raised.set(message, { code, message, at: new Date().toISOString() });
    for (const oldest of this.#raised.keys()) {
      if (this.#raised.size <= mostListed) return;
      this.#raised.delete(oldest);
    }
  }

  /** Logs and counts a warning: a person must decide, and the process has no fault. */
  note(code: 'RELEASE_PENDING' | 'GOAL_NOT_EXPECTED', message: string, details: object): void {
    this.log.warn({ code, ...details }, message);
    this.metrics.alarmRaised(code);
  }

  /** The raised alarms, the newest last. */
  get raised(): readonly Alarm[] {
    return [...this.#raised.values()];
  }
}
