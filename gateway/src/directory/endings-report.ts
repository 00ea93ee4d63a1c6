import { hostname } from 'node:os';
import { type DueEnding, endingsPath, type ReportedEndings } from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'undici';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { openPool } from '../connection/pools.js';

/** The time between two reports, after a failure too, and the time limit of one, in milliseconds. */
const [everyMs, againMs, answerMs] = [60 * 60_000, 60_000, 10_000];

/** Reports the ends of this gateway's certificates to the registry, which lists them and has them mailed. */
export class EndingsReport {
  readonly #pool: Pool;
  #token: string;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    { url, token }: OperatorEndpoint,
    private readonly options: {
      /** The port of this gateway: with the machine's name it says which gateway reports. */
      readonly port: number;
      readonly ends: () => readonly DueEnding[];
      readonly log: Pick<FastifyBaseLogger, 'warn'>;
    },
  ) {
    this.#token = token;
    this.#pool = openPool(new URL(url).origin, { connections: 1, headersMs: answerMs, bodyMs: answerMs });
    void this.#report();
  }

  /** Uses another token for the registry from now on. */
  useToken(token: string): void {
    this.#token = token;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#pool.destroy();
  }

  async #report(): Promise<void> {
    let waitMs = everyMs;
    try {
      await this.#send();
    } catch (error) {
      waitMs = againMs;
      if (!this.#isClosed) this.options.log.warn({ err: error }, 'the registry does not learn which certificates end');
    }
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#report(), waitMs).unref();
  }

  async #send(): Promise<void> {
    const { port, ends } = this.options;
    const endings = ends().map(({ name, endsAt, renewedBy }) => ({
      ...{ kind: 'CERTIFICATE' as const, name, endsAt, renewedBy },
    }));
    const { statusCode, body } = await this.#pool.request({
      ...{ path: endingsPath, method: 'POST' },
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ source: `gateway ${hostname()}:${port}`, endings } satisfies ReportedEndings),
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`The registry answered ${statusCode}: ${text.slice(0, 300)}`);
  }
}
