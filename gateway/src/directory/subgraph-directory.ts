import { type KeyFileError, KeyRing, readSigningKey } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { SubscriptionRoute } from '../subscription/transports.js';
import { type CertificateExpiry, certificateExpiry } from './certificate-expiry.js';
import type { Trust } from '../trust/open-signer.js';
import type { ReceiptSettings } from '../trust/receipts.js';
import type { SubgraphSettings } from '../subgraph/subgraph-client.js';
import { readSubgraphsFile, type SubgraphEntry } from './subgraphs-file.js';
import { howTrusted, type TrustFiles, type TrustSaid } from './trust-files.js';

/** The present address, settings and trust of one subgraph. After a change this is a new object. */
export interface Reach {
  /** Undefined to use the supergraph's URL. */
  readonly url: string | undefined;
  readonly settings: Partial<SubgraphSettings>;
  /** Undefined to use the default route. */
  readonly route: SubscriptionRoute | undefined;
  readonly trust: Trust;
}

export interface SubgraphDirectoryOptions {
  /** Returns the environment's settings of a subgraph. */
  readonly environment: (name: string) => SubgraphEntry;
  readonly trust: TrustFiles;
  /** The settings of receipts to subgraphs. */
  readonly receipts: Omit<ReceiptSettings, 'log'>;
  readonly log: FastifyBaseLogger;
}

/** The minimum time between checks of the gateway's own key, in milliseconds. */
const lookEveryMs = 1000;

interface Known {
  readonly reach: Reach;
  /** A text that differs if the reach differs. */
  readonly text: string;
}

/**
 * The addresses, settings and trust of subgraphs, from a file that may change at any time, and from the environment.
 * The file comes first. A wrong entry keeps the subgraph's former entry; if its first entry is wrong, the gateway sends
 * the subgraph no requests.
 */
export class SubgraphDirectory {
  #entries: ReadonlyMap<string, SubgraphEntry> = new Map();
  /** Subgraphs whose first entry was wrong. */
  #unasked: ReadonlySet<string> = new Set();
  #hasFile = false;
  #signing = { lookedAt: -Infinity, isUsable: true };
  readonly #known = new Map<string, Known>();
  readonly #listeners: ((names: readonly string[]) => void)[] = [];

  constructor(private readonly options: SubgraphDirectoryOptions) {}

  /** Returns the present reach of a subgraph. */
  of(name: string): Reach {
    let known = this.#known.get(name);
    if (!known) this.#known.set(name, (known = this.#find(name, undefined)));
    return known.reach;
  }

  /** The subgraphs with a usable entry in the file. */
  get named(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The subgraphs that get no requests, because no trust is configured, or their keys are missing. */
  get refused(): readonly string[] {
    return [...this.#known].flatMap(([name, { reach }]) => (hasNoKeys(reach) ? [name] : []));
  }

  /** Whether there are subgraphs, and none of them gets requests. */
  get refusesAll(): boolean {
    return this.#known.size > 0 && [...this.#known.values()].every(({ reach }) => hasNoKeys(reach));
  }

  /** The expiry of the certificates used for subgraphs. */
  get certificates(): readonly CertificateExpiry[] {
    return [...this.#known].flatMap(([name, { reach }]) =>
      reach.settings.tls ? certificateExpiry(name, reach.settings.tls) : [],
    );
  }

  /** Whether the gateway's signing key can be used, or none is needed. */
  get canSign(): boolean {
    const { signingKeyFile } = this.options.trust;
    if (signingKeyFile === undefined) return true;
    const now = performance.now();
    if (now - this.#signing.lookedAt > lookEveryMs) this.#signing = { lookedAt: now, isUsable: isKey(signingKeyFile) };
    return this.#signing.isUsable;
  }

  /** Adds a listener that gets the names of subgraphs whose reach has changed. */
  onChange(listener: (names: readonly string[]) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Applies a file's text, and logs wrong entries.
   * @throws Error if the text is not a subgraphs file; then nothing changes.
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
   * Computes the reach of all known subgraphs again.
   * @returns the subgraphs whose reach has changed.
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
      // A subgraph without keys is not trusted; the other subgraphs still work.
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

/** The trust settings of a subgraph: from the file's entry, otherwise from the environment. */
function inForce(entry: SubgraphEntry | undefined, environment: SubgraphEntry): TrustSaid {
  if (entry?.unsigned) return { publicKeyFiles: undefined, unsigned: true };
  const isSaid = entry?.publicKeyFiles !== undefined;
  return {
    publicKeyFiles: entry?.publicKeyFiles ?? environment.publicKeyFiles,
    unsigned: isSaid ? false : (entry?.unsigned ?? environment.unsigned),
  };
}
