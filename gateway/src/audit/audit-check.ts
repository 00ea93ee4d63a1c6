import type { Pool } from 'undici';
import { openPool } from '../connection/pools.js';
import type { AuditHealth } from './audit-health.js';

/** How long the log may take to answer that it is ready, in milliseconds. */
const answerMs = 1500;

export interface AuditCheckOptions {
  /** The audit log's address. */
  readonly url: string;
  readonly health: AuditHealth;
  /** How often the log is checked, in milliseconds. */
  readonly everyMs?: number;
  /** How long the log may be away until it counts as failing, in milliseconds: a restart is shorter. */
  readonly patienceMs: number;
  /**
   * Writes a waiting record.
   * @returns whether the log took it; undefined if no record waits.
   */
  readonly write: () => Promise<boolean> | undefined;
}

/**
 * Checks the audit log at intervals, so that the gateway notices an outage before a request does, and the recovery
 * although it gets no requests while it is not ready. Writing a record shows whether a failing log takes records again.
 */
export class AuditCheck {
  readonly #pool: Pool;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #awaySince: number | undefined;
  #checking: Promise<void> | undefined;
  #isClosed = false;

  constructor(private readonly options: AuditCheckOptions) {
    this.#everyMs = options.everyMs ?? 2000;
    this.#pool = openPool(new URL(options.url).origin, { connections: 1 });
    this.#lookLater();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#checking;
    await this.#pool.destroy();
  }

  #lookLater(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#checking = this.look().finally(() => {
        this.#lookLater();
      });
    }, this.#everyMs).unref();
  }

  /** Checks the log once; a timer also does so at intervals. */
  async look(): Promise<void> {
    const { health, patienceMs, write } = this.options;
    if (health.now() - health.writtenAt < this.#everyMs) {
      this.#awaySince = undefined;
      return;
    }
    // The write itself reports to `health`.
    if (health.isFailing && (await write()) !== undefined) return;
    try {
      await this.#ask();
      this.#awaySince = undefined;
      health.works();
    } catch (error) {
      this.#awaySince ??= health.now();
      if (health.now() - this.#awaySince >= patienceMs) health.fails(error);
    }
  }

  /** @throws if the log is away, or not ready. */
  async #ask(): Promise<void> {
    const signal = AbortSignal.timeout(answerMs);
    const { statusCode, body } = await this.#pool.request({ path: '/readyz', method: 'GET', signal });
    await body.dump();
    if (statusCode >= 500) throw new Error(`The audit log is not ready: HTTP status ${statusCode}.`);
  }
}
