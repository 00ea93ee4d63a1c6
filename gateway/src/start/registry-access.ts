import { snapshotFiles } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { DueEnding } from '@hub/protocol';
import { AgreementsOfFeed } from '../agreements/agreements-of-feed.js';
import { EndingsReport } from '../directory/endings-report.js';
import { variableName } from '../directory/subgraph-settings.js';
import { StartError } from '../errors/start-error.js';
import type { TokenHolder } from './reload-token.js';
import { FollowedFeed } from '../identity/followed-feed.js';
import { ProgramKeys } from '../identity/program-keys.js';
import { type ContentLog, RegistryContent } from '../identity/registry-content.js';
import type { Config } from '../settings/config.js';
import type { Metrics } from '../telemetry/metrics.js';

/** The registry as the gateway uses it: its feed, and the content of the feed's digests. */
export class RegistryAccess {
  readonly keys: ProgramKeys;
  /** Fetches apps' documents. It is separate, so that documents do not delay the terms of keys. */
  readonly documents: RegistryContent;
  /** Undefined if snapshots are not followed: then no organisation publishes agreements there. */
  readonly agreements: AgreementsOfFeed | undefined;
  readonly #terms: RegistryContent;
  #log: FastifyBaseLogger | undefined;
  #feed: FollowedFeed | undefined;
  #report: EndingsReport | undefined;

  private constructor(
    private readonly endpoint: NonNullable<Config['registry']>,
    private readonly keyFiles: readonly string[],
    { keysKnownFor, registryFolder }: Config,
  ) {
    // The log exists only after the server.
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
   * @returns undefined if no registry is configured.
   * @throws StartError if its public keys are required and missing.
   */
  static open(config: Config): RegistryAccess | undefined {
    const { registry, trust } = config;
    return registry && new RegistryAccess(registry, keyFilesOf(trust, 'REGISTRY_URL'), config);
  }

  /** Follows the feed until closed. */
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

  /** Reports the ends of certificates to the registry until closed. */
  report(port: number, ends: () => readonly DueEnding[], log: FastifyBaseLogger): void {
    this.#report = new EndingsReport(this.endpoint, { port, ends, log });
  }

  /** The parts that use the registry's token. */
  get holders(): readonly TokenHolder[] {
    return [this.#terms, this.documents, ...[this.#feed, this.#report].filter((part) => part !== undefined)];
  }

  async close(): Promise<void> {
    await Promise.all([this.#feed?.close(), this.#report?.close(), this.#terms.close(), this.documents.close()]);
  }
}

/**
 * The files of the registry's public keys; empty if signatures are not required.
 * @param setting the setting that requires them, for messages.
 * @throws StartError
 */
export function keyFilesOf({ subgraphKeyFiles, mayBeUnsigned }: Config['trust'], setting: string): readonly string[] {
  const keyFiles = subgraphKeyFiles.get(variableName('registry')) ?? [];
  if (keyFiles.length > 0 || mayBeUnsigned) return keyFiles;
  throw new StartError(`${setting}: expected the registry’s public keys in SUBGRAPH_KEYS_FILE_REGISTRY`);
}
