import { inProduction, isProduction, KeyFileError, readSigningKey } from '@hub/runtime';
import { StartError } from '../errors/start-error.js';
import type { TrustName } from '../connection/subgraph-stats.js';
import { variableName } from './subgraph-settings.js';

/** The files of keys in the environment. Names are written as in `variableName`. */
export interface TrustFiles {
  /** The file of the gateway's own key; undefined if requests are not signed. */
  readonly signingKeyFile: string | undefined;
  /** The files of the subgraphs' public keys. */
  readonly subgraphKeyFiles: ReadonlyMap<string, readonly string[]>;
  /** The subgraphs that get unsigned requests, and whose unsigned answers are accepted. */
  readonly unsigned: ReadonlySet<string>;
  /** Whether subgraphs may be unsigned. */
  readonly mayBeUnsigned: boolean;
}

/** The trust settings of one subgraph. */
export interface TrustSaid {
  /** The files of its public keys; undefined if not configured. */
  readonly publicKeyFiles: readonly string[] | undefined;
  readonly unsigned: boolean | undefined;
}

const prefix = 'SUBGRAPH_KEYS_FILE_';

/**
 * Reads `SIGNING_KEY_FILE`, each `SUBGRAPH_KEYS_FILE_WOMENS_UNION` (files, separated by commas), and
 * `SUBGRAPH_UNSIGNED` (names, separated by commas). It does not read the subgraphs' keys: a subgraph without keys gets
 * no requests.
 * @param mayComeFromFile whether a file may name keys, too.
 * @throws StartError naming what is missing or wrong.
 */
export function readTrustFiles(environment: NodeJS.ProcessEnv, mayComeFromFile: boolean): TrustFiles {
  const { SIGNING_KEY_FILE: signingKeyFile, SUBGRAPH_UNSIGNED: named } = environment;
  const mayBeUnsigned = !isProduction(environment);
  const subgraphKeyFiles = new Map<string, string[]>();
  for (const [name, value] of Object.entries(environment)) {
    const files = listed(value);
    if (name.startsWith(prefix) && files.length > 0) subgraphKeyFiles.set(name.slice(prefix.length), files);
  }
  const unsigned = new Set(listed(named).map(variableName));
  const both = [...unsigned].filter((name) => subgraphKeyFiles.has(name));
  if (unsigned.size > 0 && !mayBeUnsigned) {
    throw new StartError(
      `SUBGRAPH_UNSIGNED: expected nothing ${inProduction(environment)}, got ${JSON.stringify(named)}`,
    );
  }
  if (both.length > 0) {
    throw new StartError(`SUBGRAPH_UNSIGNED: expected subgraphs without ${prefix}…, got ${both.join(', ')} with both`);
  }
  if (!signingKeyFile && subgraphKeyFiles.size > 0) {
    throw new StartError('SIGNING_KEY_FILE: expected the file of the key that requests are signed with');
  }
  if (signingKeyFile && subgraphKeyFiles.size === 0 && unsigned.size === 0 && !mayComeFromFile) {
    throw new StartError(`${prefix}…: expected the public keys of a subgraph at least, beside SIGNING_KEY_FILE`);
  }
  try {
    if (signingKeyFile) readSigningKey(signingKeyFile);
  } catch (error) {
    if (!(error instanceof KeyFileError)) throw error;
    throw new StartError(`SIGNING_KEY_FILE: ${error.message}`);
  }
  return { signingKeyFile: signingKeyFile || undefined, subgraphKeyFiles, unsigned, mayBeUnsigned };
}

/** The environment's trust settings of a subgraph. */
export function trustSaid({ subgraphKeyFiles, unsigned }: TrustFiles, subgraph: string): TrustSaid {
  const name = variableName(subgraph);
  return { publicKeyFiles: subgraphKeyFiles.get(name), unsigned: unsigned.has(name) || undefined };
}

/** Whether trust is neither configured nor required: then every subgraph is unsigned. */
export function trustsEveryone({ signingKeyFile, unsigned, mayBeUnsigned }: TrustFiles): boolean {
  return signingKeyFile === undefined && unsigned.size === 0 && mayBeUnsigned;
}

/** The kind of trust that a subgraph's settings give. */
export function howTrusted(files: TrustFiles, { publicKeyFiles, unsigned }: TrustSaid): TrustName {
  if (unsigned && files.mayBeUnsigned) return 'unsigned';
  if (files.signingKeyFile !== undefined && publicKeyFiles && publicKeyFiles.length > 0) return 'signed';
  return trustsEveryone(files) && publicKeyFiles === undefined && unsigned === undefined ? 'unsigned' : 'refused';
}

function listed(text = ''): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}
