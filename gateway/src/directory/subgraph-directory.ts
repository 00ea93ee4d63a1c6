import { type KeyFileError, KeyRing, readSigningKey } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { SubscriptionRoute } from '../subscription/transports.js';
import { type CertificateExpiry, certificateExpiry } from './certificate-expiry.js';
import type { Trust } from '../trust/open-signer.js';
import type { ReceiptSettings } from '../trust/receipts.js';
import type { SubgraphSettings } from '../subgraph/subgraph-client.js';
import { readSubgraphsFile, type SubgraphEntry } from './subgraphs-file.js';
import { howTrusted, type TrustFiles, type TrustSaid } from './trust-files.js';

/** How one subgraph is reached and trusted now; another object once any of that has changed. */
export interface Reach {
  /** Undefined where the supergraph's own holds. */
  readonly url: string | undefined;
  readonly settings: Partial<SubgraphSettings>;
  /** Undefined where it is the one for all. */
  readonly route: SubscriptionRoute | undefined;
  readonly trust: Trust;
}

export interface SubgraphDirectoryOptions {
  /** What the environment says of a subgraph. */
  readonly environment: (name: string) => SubgraphEntry;
  readonly trust: TrustFiles;
  /** How what was asked is stated to a subgraph. */
  readonly receipts: Omit<ReceiptSettings, 'log'>;
  readonly log: FastifyBaseLogger;
}

/** How often the gateway's own key is looked at, at most, in milliseconds. */
const lookEveryMs = 1000;

interface Known {
  readonly reach: Reach;
  /** Text that differs where the reach does. */
  readonly text: string;
}

/**
 * How subgraphs are reached and trusted: as the environment says, and before that, a file, which may change at any time.
 * An entry of it that is wrong leaves its subgraph as it was, and one that was wrong from the beginning leaves it unasked.
 */
export class SubgraphDirectory {
  #entries: ReadonlyMap<string, SubgraphEntry> = new Map();
  /** Subgraphs of which the first word was wrong. */
  #unasked: ReadonlySet<string> = new Set();
  #hasFile = false;
  #signing = { lookedAt: -Infinity, isUsable: true };
  readonly #known = new Map<string, Known>();
  readonly #listeners: ((names: readonly string[]) => void)[] = [];

  constructor(private readonly options: SubgraphDirectoryOptions) {}

  /** How a subgraph is reached now. */
  of(name: string): Reach {
    let known = this.#known.get(name);
    if (!known) this.#known.set(name, (known = this.#find(name, undefined)));
    return known.reach;
  }

  /** The subgraphs that the file has a usable entry of. */
  get named(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The subgraphs that are not asked, since nobody said how the gateway knows them, or their keys are not there. */
  get refused(): readonly string[] {
    return [...this.#known].flatMap(([name, { reach }]) => (hasNoKeys(reach) ? [name] : []));
  }

  /** Whether there are subgraphs, and none is asked. */
  get refusesAll(): boolean {
    return this.#known.size > 0 && [...this.#known.values()].every(({ reach }) => hasNoKeys(reach));
  }

  /** When the certificates end with which subgraphs are reached. */
  get certificates(): readonly CertificateExpiry[] {
    return [...this.#known].flatMap(([name, { reach }]) =>
      reach.settings.tls ? certificateExpiry(name, reach.settings.tls) : [],
    );
  }

  /** Whether the gateway's own signing key can be used, or none is needed. */
  get canSign(): boolean {
    const { signingKeyFile } = this.options.trust;
    if (signingKeyFile === undefined) return true;
    const now = performance.now();
    if (now - this.#signing.lookedAt > lookEveryMs) this.#signing = { lookedAt: now, isUsable: isKey(signingKeyFile) };
    return this.#signing.isUsable;
  }

  /** Has a listener told of the subgraphs that are reached in another way from now on. */
  onChange(listener: (names: readonly string[]) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Takes up what a file says; the log has what is wrong.
   * @throws Error where the text is not that of such a file; then everything stays as it was.
   */
  take(text: string): void {
    const { environment, trust, log } = this.options;
    const read = readSubgraphsFile(text, { trust, tls: (name) => environment(name).settings.tls });
    const entries = new Map(read.entries);
    const unasked = new Set<string>();
    for (const [name, problems] of read.wrong) {
      const before = this.#entries.get(name);
      if (before) entries.set(name, before);
      else if (!this.#hasFile || this.#unasked.has(name)) unasked.add(name);
      const became = before || !unasked.has(name) ? 'stays as it was' : 'is not asked';
      log.error({ subgraph: name, problems }, `the entry of a subgraph cannot be used; the subgraph ${became}`);
    }
    [this.#entries, this.#unasked, this.#hasFile] = [entries, unasked, true];
    this.refresh();
  }

  /**
   * Holds what is known of the subgraphs against what the file and the environment say now.
   * @returns those that are reached in another way from now on.
   */
  refresh(): readonly string[] {
    const changed: string[] = [];
    for (const [name, before] of this.#known) {
      const known = this.#find(name, before);
      if (known === before) continue;
      this.#known.set(name, known);
      changed.push(name);
    }
    if (changed.length > 0) for (const listener of this.#listeners) listener(changed);
    return changed;
  }

  #find(name: string, before: Known | undefined): Known {
    const environment = this.options.environment(name);
    const entry = this.#entries.get(name);
    const url = entry?.url ?? environment.url;
    const settings = { ...environment.settings, ...entry?.settings };
    const route = entry?.route ?? environment.route;
    const said = inForce(entry, environment);
    const how = this.#unasked.has(name) ? 'refused' : howTrusted(this.options.trust, said);
    const { publicKeyFiles = [] } = said;
    const text = JSON.stringify([url, settings, route, how, how === 'signed' && publicKeyFiles]);
    if (text === before?.text) return before;
    const trust = how === 'signed' ? this.#signed(name, publicKeyFiles) : how;
    return { text, reach: { url, settings, route, trust } };
  }

  #signed(name: string, files: readonly string[]): Trust {
    const { log, receipts, trust } = this.options;
    const onError = ({ message }: KeyFileError) => {
      log.error({ subgraph: name, reason: message }, 'cannot use the keys of a subgraph');
    };
    return {
      // A subgraph without keys is not believed; it keeps no other from being asked.
      trusted: new KeyRing({ files, mayBeMissing: true, onError }),
      signingKey: () => readSigningKey(trust.signingKeyFile ?? ''),
      receipts: { ...receipts, log },
    };
  }
}

function isKey(file: string): boolean {
  try {
    readSigningKey(file);
    return true;
  } catch {
    return false;
  }
}

function hasNoKeys({ trust }: Reach): boolean {
  return trust === 'refused' || (trust !== 'unsigned' && trust.trusted.isEmpty);
}

/** What is said of the trust in a subgraph: by a file's entry, and where that says nothing, by the environment. */
function inForce(entry: SubgraphEntry | undefined, environment: SubgraphEntry): TrustSaid {
  if (entry?.unsigned) return { publicKeyFiles: undefined, unsigned: true };
  const isSaid = entry?.publicKeyFiles !== undefined;
  return {
    publicKeyFiles: entry?.publicKeyFiles ?? environment.publicKeyFiles,
    unsigned: isSaid ? false : (entry?.unsigned ?? environment.unsigned),
  };
}
