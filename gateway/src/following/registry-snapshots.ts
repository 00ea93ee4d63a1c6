import { setTimeout as delay } from 'node:timers/promises';
import { followSnapshot, SnapshotFolder, takePublished } from '@hub/schema';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'undici';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { openPool, readAtMost } from '../connection/pools.js';
import { StartError } from '../errors/start-error.js';

/** How long the registry may take to answer, in milliseconds: longer than it keeps anybody waiting for a change. */
const answerMs = 25_000;

/** The most that a snapshot may measure, in bytes. */
const maxBytes = 64 * 1024 * 1024;

/** How long a gateway that has no snapshot waits for its first, and how soon it asks again, in milliseconds. */
const first = { waitMs: 60_000, againMs: 250 };

/** How snapshots are come by. */
export interface RegistrySnapshotsOptions extends OperatorEndpoint {
  /** Where the newest is kept. */
  readonly folder: string;
  /** The files of the registry's public keys; without any, nothing need be signed. */
  readonly keyFiles: readonly string[];
}

/** The registry's snapshots, as a gateway follows them: each is kept as files, which the gateway's followers take up. */
export class RegistrySnapshots {
  readonly #folder: SnapshotFolder;
  readonly #pool: Pool;
  readonly #stop = new AbortController();
  #following = Promise.resolve();

  private constructor(private readonly options: RegistrySnapshotsOptions) {
    const { folder, keyFiles, url } = options;
    this.#folder = new SnapshotFolder(folder, keyFiles);
    this.#pool = openPool(new URL(url).origin, { connections: 1, headersMs: answerMs, bodyMs: answerMs });
  }

  /**
   * Takes up what was kept, or waits for the first snapshot.
   * @throws StartError where none comes, or what was kept is not the registry's.
   */
  static async open(options: RegistrySnapshotsOptions): Promise<RegistrySnapshots> {
    const snapshots = new RegistrySnapshots(options);
    try {
      if (!snapshots.#folder.open()) await snapshots.#takeFirst();
    } catch (error) {
      await snapshots.#pool.destroy();
      throw new StartError(`REGISTRY_FOLDER: expected a snapshot of the registry: ${(error as Error).message}`);
    }
    snapshots.#takePublished();
    return snapshots;
  }

  /** Follows the registry until it is closed. */
  follow(log: FastifyBaseLogger): void {
    this.#following = followSnapshot(
      {
        ...{ folder: this.#folder, log, ask: (after, signal) => this.#ask(after, signal) },
        onTaken: () => {
          this.#takePublished();
        },
      },
      this.#stop.signal,
    );
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#following;
    await this.#pool.destroy();
  }

  async #takeFirst(): Promise<void> {
    const until = performance.now() + first.waitMs;
    for (;;) {
      try {
        this.#folder.take(await this.#ask(0, AbortSignal.timeout(first.waitMs)));
        return;
      } catch (error) {
        if (performance.now() > until) throw error;
        await delay(first.againMs);
      }
    }
  }

  async #ask(after: number, signal: AbortSignal): Promise<unknown> {
    const { statusCode, body } = await this.#pool.request({
      path: `/operator/registry/snapshots?after=${after}`,
      method: 'GET',
      headers: { authorization: `Bearer ${this.options.token}` },
      signal,
    });
    const text = (await readAtMost(body, maxBytes)).toString();
    if (statusCode !== 200) throw new Error(`The registry answered ${statusCode}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as unknown;
  }

  #takePublished(): void {
    const { organisations = [] } = this.#folder.snapshot ?? {};
    takePublished(organisations.filter(({ state }) => state === 'LIVE'));
  }
}
