import { afterLoopTime } from '@hub/runtime';
import type { PgClient, PgPool } from './bounded-pool.js';

/** Thrown where a database did not answer in time. */
export class ProbeTimeout extends Error {}

/**
 * Tests whether a database answers, on a separate connection, so that neither a busy pool nor a hanging one affects the
 * result.
 */
export class Probe {
  #client: PgClient | undefined;

  constructor(private readonly pool: PgPool) {}

  /**
   * Runs a statement in the database.
   * @param milliseconds the time limit, in this process's running time.
   * @throws when it fails, or takes longer.
   */
  async ask(statement: string, milliseconds: number): Promise<void> {
    const client = this.#client ?? new this.pool.Client(this.pool.options);
    const isNew = client !== this.#client;
    const drop = () => {
      if (this.#client === client) this.#client = undefined;
      client.connection.stream.destroy();
    };
    if (isNew) client.on('error', drop);
    const answer = (async () => {
      if (isNew) await client.connect();
      await client.query(statement);
    })();
    try {
      await inTime(answer, milliseconds);
      this.#client = client;
    } catch (error) {
      drop();
      throw error;
    }
  }

  /**
   * Tests whether the database accepts another connection.
   * @throws when it refuses one, or ProbeTimeout.
   */
  async reconnect(milliseconds: number): Promise<void> {
    const client = new this.pool.Client(this.pool.options);
    client.on('error', () => undefined);
    try {
      await inTime(client.connect(), milliseconds);
    } finally {
      client.connection.stream.destroy();
    }
  }

  close(): void {
    this.#client?.connection.stream.destroy();
    this.#client = undefined;
  }
}

/** @throws ProbeTimeout when a promise takes longer; the promise continues. */
async function inTime(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  // A busy process may have received the answer without reading it.
  const end = afterLoopTime(milliseconds, () => {
    reject(new ProbeTimeout(`expected an answer within ${milliseconds} ms`));
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    end();
  }
}
