import { snapshotFiles } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import { AgreementsOfFeed } from '../agreements/agreements-of-feed.js';
import { variableName } from '../directory/subgraph-settings.js';
import { StartError } from '../errors/start-error.js';
import type { TokenHolder } from './reload-token.js';
import { FollowedFeed } from '../identity/followed-feed.js';
import { ProgramKeys } from '../identity/program-keys.js';
import { type ContentLog, RegistryContent } from '../identity/registry-content.js';
import type { Config } from '../settings/config.js';
import type { Metrics } from '../telemetry/metrics.js';

/** The registry as a gateway follows it: its feed, and what the feed's digests stand for. */
export class RegistryAccess {
  readonly keys: ProgramKeys;
  /** Has the documents of apps: none of them keeps what keys stand for waiting. */
  readonly documents: RegistryContent;
  /** Undefined where no snapshots are followed: then nobody publishes agreements there. */
  readonly agreements: AgreementsOfFeed | undefined;
  readonly #terms: RegistryContent;
  #log: FastifyBaseLogger | undefined;
  #feed: FollowedFeed | undefined;

  private constructor(
    private readonly endpoint: NonNullable<Config['registry']>,
    private readonly keyFiles: readonly string[],
    { keysKnownFor, registryFolder }: Config,
  ) {
    // There is none before the server is.
    const log: ContentLog = {
      error: (details, message) => this.#log?.error(details, message),
      info: (message) => this.#log?.info(message),
    };
    const knownForMs = keysKnownFor * 1000;
    this.#terms = new RegistryContent(endpoint, log);
    this.documents = new RegistryContent(endpoint, log);
    this.keys = new ProgramKeys({ knownForMs, terms: this.#terms });
    this.agreements =
      registryFolder === undefined
        ? undefined
        : new AgreementsOfFeed({
            ...{ content: this.#terms, formerForMs: knownForMs },
            folder: snapshotFiles(registryFolder).agreements,
          });
  }

  /**
   * @returns undefined where no registry is named.
   * @throws StartError where its public keys are not known, and must be.
   */
  static open(config: Config): RegistryAccess | undefined {
    const { registry, trust } = config;
    return registry && new RegistryAccess(registry, keyFilesOf(trust, 'REGISTRY_URL'), config);
  }

  /** Follows the feed until it is closed. */
  follow(log: FastifyBaseLogger, metrics: Metrics): void {
    this.#log = log;
    const { keys, keyFiles, agreements } = this;
    const feed = new FollowedFeed({
      ...{ ...this.endpoint, keys, keyFiles, log },
      onFeed: ({ organisations }) => agreements?.take(organisations),
    });
    this.#feed = feed;
    metrics.readProgramKeys(keys);
    metrics.readFeed(feed);
  }

  /** The parts that ask the registry under a token. */
  get holders(): readonly TokenHolder[] {
    return [this.#terms, this.documents, ...(this.#feed ? [this.#feed] : [])];
  }

  async close(): Promise<void> {
    await Promise.all([this.#feed?.close(), this.#terms.close(), this.documents.close()]);
  }
}

/**
 * The files of the registry's public keys; none where nothing need be signed.
 * @param setting the setting that needs them, for messages.
 * @throws StartError
 */
export function keyFilesOf({ subgraphKeyFiles, mayBeUnsigned }: Config['trust'], setting: string): readonly string[] {
  const keyFiles = subgraphKeyFiles.get(variableName('registry')) ?? [];
  if (keyFiles.length > 0 || mayBeUnsigned) return keyFiles;
  throw new StartError(`${setting}: expected the registry’s public keys in SUBGRAPH_KEYS_FILE_REGISTRY`);
}
