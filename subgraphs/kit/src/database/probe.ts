import { afterLoopTime } from '@hub/runtime';
import type { PgClient, PgPool } from './bounded-pool.js';

/** A database did not answer in time. */
export class ProbeTimeout extends Error {}

/**
 * Asks a database whether it answers, on a connection of its own, so that neither a busy pool nor one that hangs is in the
 * way.
 */
export class Probe {
  #client: PgClient | undefined;

  constructor(private readonly pool: PgPool) {}

  /**
   * Has the database run a statement.
   * @param milliseconds how long it may take, of this process's own time.
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
   * Looks whether the database takes another connection.
   * @throws when it refuses one, or ProbeTimeout.
   */
  async connectAnew(milliseconds: number): Promise<void> {
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

/** @throws ProbeTimeout when a promise takes longer; it is left alone then. */
async function inTime(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  // Of a busy process the answer may be there, unread.
  const end = afterLoopTime(milliseconds, () => {
    reject(new ProbeTimeout(`expected an answer within ${milliseconds} ms`));
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    end();
  }
}
