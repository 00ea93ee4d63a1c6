import { setTimeout as delay } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PgClient, PgPool } from './bounded-pool.js';

/** Asks a database whether it answers. */
export interface Probe {
  /**
   * Has the database run a statement.
   * @param milliseconds how long it may take.
   * @throws when it fails, or takes longer.
   */
  ask(statement: string, milliseconds: number): Promise<void>;
  close(): void;
}

/** A database did not answer in time. */
export class ProbeTimeout extends Error {}

/** Asks a server on a connection of its own, so that neither a busy pool nor one that hangs is in the way. */
export class ServerProbe implements Probe {
  #client: PgClient | undefined;

  constructor(private readonly pool: PgPool) {}

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

  close(): void {
    this.#client?.connection.stream.destroy();
    this.#client = undefined;
  }
}

/** Asks an embedded database. It has one connection: while that is busy, it is there. */
export class EmbeddedProbe implements Probe {
  #asking: Promise<unknown> | undefined;

  constructor(private readonly em: SqlEntityManager) {}

  async ask(statement: string, milliseconds: number): Promise<void> {
    this.#asking ??= this.em
      .fork()
      .execute(statement)
      .finally(() => {
        this.#asking = undefined;
      });
    try {
      await inTime(this.#asking, milliseconds);
    } catch (error) {
      if (!(error instanceof ProbeTimeout)) throw error;
    }
  }

  close(): void {
    // Its connection is the database's.
  }
}

/** @throws ProbeTimeout when a promise takes longer; it is left alone then. */
async function inTime(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  const end = new AbortController();
  promise.catch(() => undefined);
  const late = delay(milliseconds, undefined, { signal: end.signal }).then(() => {
    throw new ProbeTimeout(`expected an answer within ${milliseconds} ms`);
  });
  late.catch(() => undefined);
  try {
    await Promise.race([promise, late]);
  } finally {
    end.abort();
  }
}
