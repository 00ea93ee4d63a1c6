import type { Pool } from 'undici';
import { openPool } from '../connection/pools.js';
import type { AuditHealth } from './audit-health.js';

/** How long it may take to say that it is ready, in milliseconds. */
const answerMs = 1500;

export interface AuditCheckOptions {
  /** Where the audit log answers. */
  readonly url: string;
  readonly health: AuditHealth;
  /** How often the log is looked at, in milliseconds. */
  readonly everyMs?: number;
  /** How long the log may be away until it counts as failing, in milliseconds: a restart is shorter. */
  readonly patienceMs: number;
  /**
   * Writes something that waits for the log.
   * @returns whether the log took it; undefined where nothing waits.
   */
  readonly write: () => Promise<boolean> | undefined;
}

/**
 * Looks at the audit log again and again, so that the gateway knows that it is away before anybody asks, and that it is
 * back though nobody is sent to a gateway that is not ready. Whether a failing log takes records, writing one tells.
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

  /** Looks at the log once: by itself it does so again and again. */
  async look(): Promise<void> {
    const { health, patienceMs, write } = this.options;
    if (health.now() - health.writtenAt < this.#everyMs) {
      this.#awaySince = undefined;
      return;
    }
    // Who takes it tells health.
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

  /** @throws where the log is away, or not ready. */
  async #ask(): Promise<void> {
    const signal = AbortSignal.timeout(answerMs);
    const { statusCode, body } = await this.#pool.request({ path: '/readyz', method: 'GET', signal });
    await body.dump();
    if (statusCode >= 500) throw new Error(`The audit log is not ready: HTTP status ${statusCode}.`);
  }
}
