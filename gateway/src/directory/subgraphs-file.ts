import { isInwardUrl } from '@hub/runtime';
import { StartError } from '../errors/start-error.js';
import { readRoute } from '../subscription/routes.js';
import type { SubscriptionRoute } from '../subscription/transports.js';
import type { Tls } from '../connection/pools.js';
import type { SubgraphSettings } from '../subgraph/subgraph-client.js';
import { readSettingsOfFile, settingNames } from './subgraph-settings.js';
import type { TrustFiles, TrustSaid } from './trust-files.js';

/** A file's entry of one subgraph; the environment supplies the settings that it lacks. */
export interface SubgraphEntry extends TrustSaid {
  readonly url: string | undefined;
  readonly settings: Partial<SubgraphSettings>;
  readonly route: SubscriptionRoute | undefined;
}

/** The entries of a subgraphs file, by name. */
export interface SubgraphsFile {
  readonly entries: ReadonlyMap<string, SubgraphEntry>;
  /** The names of unusable entries, each with its faults. */
  readonly wrong: ReadonlyMap<string, readonly string[]>;
}

/** The settings that reading an entry depends on. */
export interface EntryMeans {
  /** The environment's certificates for a subgraph. */
  readonly tls: (subgraph: string) => Tls | undefined;
  readonly trust: Pick<TrustFiles, 'signingKeyFile' | 'mayBeUnsigned'>;
}

const ownNames = ['url', 'publicKeyFiles', 'unsigned', 'subscriptions'];

/**
 * Parses a subgraphs file: a JSON object keyed by subgraph name. A wrong entry does not affect the others.
 * @throws Error if the text is not such an object.
 */
export function readSubgraphsFile(text: string, means: EntryMeans): SubgraphsFile {
  const read: unknown = JSON.parse(text);
  if (!isObject(read)) throw new Error('expected a JSON object with an entry for each subgraph');
  const entries = new Map<string, SubgraphEntry>();
  const wrong = new Map<string, readonly string[]>();
  for (const [name, given] of Object.entries(read)) {
    const { entry, problems } = readEntry(given, name, means);
    if (problems.length > 0) wrong.set(name, problems);
    else entries.set(name, entry);
  }
  return { entries, wrong };
}

function readEntry(given: unknown, name: string, { tls, trust }: EntryMeans) {
  const problems: string[] = [];
  const expected = (key: string, what: string, got: unknown): undefined => {
    problems.push(`${key}: expected ${what}, got ${JSON.stringify(got)}`);
    return undefined;
  };
  const of = isObject(given) ? given : {};
  if (of !== given) expected(name, 'an object', given);
  for (const key of Object.keys(of)) {
    if (![...ownNames, ...settingNames].includes(key)) {
      problems.push(`${key}: expected no such key, but ${[...ownNames, ...settingNames].join(', ')}`);
    }
  }
  const { url, publicKeyFiles, unsigned, subscriptions } = of;
  if (url !== undefined && !isUrl(url)) expected('url', 'an http or https URL, and no address that points inward', url);
  if (publicKeyFiles !== undefined) {
    if (!isFiles(publicKeyFiles)) expected('publicKeyFiles', 'a list of file names', publicKeyFiles);
    else if (publicKeyFiles.length > 0 && trust.signingKeyFile === undefined)
      expected('publicKeyFiles', 'the gateway’s own key in SIGNING_KEY_FILE, too', publicKeyFiles);
  }
  if (unsigned !== undefined && typeof unsigned !== 'boolean') expected('unsigned', 'true or false', unsigned);
  if (unsigned === true && publicKeyFiles !== undefined) expected('unsigned', 'no publicKeyFiles beside it', unsigned);
  if (unsigned === true && !trust.mayBeUnsigned) expected('unsigned', 'no unsigned subgraph in production', unsigned);
  let route: SubscriptionRoute | undefined;
  if (subscriptions !== undefined) {
    try {
      route = readRoute('subscriptions', typeof subscriptions === 'string' ? subscriptions : '');
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      problems.push(error.message);
    }
  }
  const { settings, problems: inSettings } = readSettingsOfFile(of, tls(name));
  const said = { url, publicKeyFiles, unsigned } as Pick<SubgraphEntry, 'url' | 'publicKeyFiles' | 'unsigned'>;
  return { entry: { ...said, settings, route }, problems: [...problems, ...inSettings] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUrl(value: unknown): boolean {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url !== null && /^https?:$/.test(url.protocol) && !isInwardUrl(url.href);
}

function isFiles(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((file) => typeof file === 'string' && file !== '');
}
