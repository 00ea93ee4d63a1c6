import { setTimeout as delay } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { SnapshotFault, takePublished } from '@hub/protocol';
import { followSnapshot, SnapshotFolder } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'undici';
import { gatewayFolder } from '../base/gateway-folder.js';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { openPool, readAtMost } from '../connection/pools.js';
import { StartError } from '../errors/start-error.js';

/** The supergraph that the hub ships with. */
const shippedSupergraph = new URL('../schema/supergraph.graphql', gatewayFolder);

/** The time limit of the registry's response, in milliseconds: longer than its long poll. */
const answerMs = 25_000;

/** The maximum size of a snapshot, in bytes. */
const maxBytes = 64 * 1024 * 1024;

/**
 * The time that a gateway without a snapshot waits for the first one, and the time between its requests, in
 * milliseconds.
 */
const first = { waitMs: 20_000, againMs: 250 };

/** The settings of snapshots. */
export interface RegistrySnapshotsOptions extends OperatorEndpoint {
  /** The folder of the newest snapshot. */
  readonly folder: string;
  /** The files of the registry's public keys; without files, snapshots need not be signed. */
  readonly keyFiles: readonly string[];
  /** The time to wait for the first snapshot, in milliseconds. */
  readonly firstMs?: number;
}

/** Follows the registry's snapshots. Each is written as files, which the gateway's followers read. */
export class RegistrySnapshots {
  readonly #folder: SnapshotFolder;
  readonly #pool: Pool;
  readonly #stop = new AbortController();
  #following = Promise.resolve();
  /** The first snapshot: stored from before, from the registry, or none. */
  #began: 'kept' | 'taken' | 'none' = 'none';

  private constructor(private readonly options: RegistrySnapshotsOptions) {
    const { folder, keyFiles, url } = options;
    this.#folder = new SnapshotFolder(folder, keyFiles);
    this.#pool = openPool(new URL(url).origin, { connections: 1, headersMs: answerMs, bodyMs: answerMs });
  }

  /**
   * Loads the stored snapshot, or waits for the first one. If the registry does not respond, the gateway starts with
   * the shipped supergraph and the operator's folders and settings until the first snapshot arrives.
   * @throws StartError if the snapshot is not signed by the registry.
   */
  static async open(options: RegistrySnapshotsOptions): Promise<RegistrySnapshots> {
    const snapshots = new RegistrySnapshots(options);
    try {
      snapshots.#began = snapshots.#folder.open() ? 'kept' : await snapshots.#takeFirst();
    } catch (error) {
      await snapshots.#pool.destroy();
      throw new StartError(`REGISTRY_FOLDER: expected a snapshot of the registry: ${(error as Error).message}`);
    }
    snapshots.#takePublished();
    return snapshots;
  }

  /** Follows the registry until closed. */
  follow(log: FastifyBaseLogger): void {
    if (this.#began === 'kept') {
      const { number, at } = this.#folder.snapshot ?? {};
      log.info({ number, at }, 'began with the registry’s snapshot that was kept');
    }
    if (this.#began === 'none') {
      log.error(
        { folder: this.options.folder },
        'began without a snapshot of the registry: nobody who publishes there is linked until it answers',
      );
    }
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

  async #takeFirst(): Promise<'taken' | 'none'> {
    const { firstMs = first.waitMs } = this.options;
    const until = performance.now() + firstMs;
    for (;;) {
      try {
        this.#folder.take(await this.#ask(0, AbortSignal.timeout(firstMs)));
        return 'taken';
      } catch (error) {
        if (performance.now() > until) {
          if (error instanceof SnapshotFault) throw error;
          this.#folder.begin(readFileSync(shippedSupergraph, 'utf8'));
          return 'none';
        }
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
