import {
  createKeyPairIfMissing,
  isProduction,
  KeyFileError,
  KeyRing,
  readPublicKeys,
  readSigningKey,
} from '@hub/schema';
import type { FastifyBaseLogger } from 'fastify';
import { StartError } from '../start-error.js';
import type { SubgraphTrust } from './open-signer.js';
import type { ReceiptSettings } from './receipts.js';
import { variableName } from './subgraph-settings.js';

/** Where the keys are by which the gateway and subgraphs know each other. */
export interface TrustFiles {
  /** The gateway's own key. */
  readonly signingKeyFile: string;
  /** The subgraphs' public keys, by the subgraph's name as `variableName` spells it. */
  readonly subgraphKeyFiles: ReadonlyMap<string, readonly string[]>;
  /** Whether those may come later, as on a first start of everything at once. */
  readonly mayBeMissing: boolean;
}

const prefix = 'SUBGRAPH_KEYS_FILE_';

/**
 * Reads `SIGNING_KEY_FILE` and each `SUBGRAPH_KEYS_FILE_WOMENS_UNION` (files, separated by commas); undefined where there
 * is neither. With `CREATE_MISSING_KEYS=true` the gateway's key is made where it is missing, its public half in
 * `PUBLIC_KEY_FILE`, or beside it.
 * @throws StartError saying all that is missing or wrong, a line each.
 */
export function readTrustFiles(environment: NodeJS.ProcessEnv): TrustFiles | undefined {
  const { SIGNING_KEY_FILE: signingKeyFile, PUBLIC_KEY_FILE: publicFile } = environment;
  const mayBeMissing = environment['CREATE_MISSING_KEYS'] === 'true' && !isProduction(environment);
  const subgraphKeyFiles = new Map<string, string[]>();
  for (const [name, value] of Object.entries(environment)) {
    const files = (value ?? '').split(',').filter(Boolean);
    if (name.startsWith(prefix) && files.length > 0) subgraphKeyFiles.set(name.slice(prefix.length), files);
  }
  if (!signingKeyFile && subgraphKeyFiles.size === 0) return undefined;
  if (!signingKeyFile)
    throw new StartError('SIGNING_KEY_FILE: expected the file of the key that requests are signed with');
  if (subgraphKeyFiles.size === 0) {
    throw new StartError(`${prefix}…: expected the public keys of a subgraph at least, beside SIGNING_KEY_FILE`);
  }
  const faults: string[] = [];
  const read = (name: string, from: () => unknown) => {
    try {
      from();
    } catch (error) {
      if (!(error instanceof KeyFileError)) throw error;
      faults.push(`${name}: ${error.message}`);
    }
  };
  read('SIGNING_KEY_FILE', () => {
    if (mayBeMissing) createKeyPairIfMissing(signingKeyFile, publicFile || undefined);
    return readSigningKey(signingKeyFile);
  });
  if (!mayBeMissing) {
    for (const [name, files] of subgraphKeyFiles) {
      for (const file of files) read(`${prefix}${name}`, () => readPublicKeys(file));
    }
  }
  if (faults.length > 0) throw new StartError(faults.join('\n  '));
  return { signingKeyFile, subgraphKeyFiles, mayBeMissing };
}

/**
 * Whom the gateway trusts, by a subgraph's name: what is in the files now, whenever it is asked.
 * @param receipts how it states to them what they were asked.
 */
export function trustIn(
  files: TrustFiles | undefined,
  log: FastifyBaseLogger,
  receipts: Omit<ReceiptSettings, 'log'>,
): (subgraph: string) => SubgraphTrust | undefined {
  if (!files) return () => undefined;
  const { signingKeyFile, subgraphKeyFiles, mayBeMissing } = files;
  const rings = new Map<string, KeyRing>();
  for (const [name, keyFiles] of subgraphKeyFiles) {
    const onError = ({ message }: KeyFileError) => {
      log.error({ reason: message }, 'cannot use the keys of a subgraph');
    };
    rings.set(name, new KeyRing({ files: keyFiles, mayBeMissing, onError }));
  }
  return (subgraph) => {
    const trusted = rings.get(variableName(subgraph));
    return trusted && { trusted, signingKey: () => readSigningKey(signingKeyFile), receipts: { ...receipts, log } };
  };
}
