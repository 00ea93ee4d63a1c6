import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import {
  createKeyPairIfMissing,
  inProduction,
  isProduction,
  type NamedKey,
  readPublicKeys,
  readSigningKey,
} from '@hub/schema';

/** Whom a subgraph answers to, and what it signs its answers with. */
export interface TrustConfig {
  readonly signingKey: NamedKey;
  /** Files of public keys: the gateways'. */
  readonly trustedKeyFiles: readonly string[];
  /** Whether those files may come later, as on a first start of everything at once. */
  readonly mayBeMissing: boolean;
}

/** How a subgraph speaks TLS; with `ca`, to none but those who have a certificate from there. In PEM. */
export interface TlsConfig {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | undefined;
}

/**
 * Reads `TRUSTED_GATEWAY_KEYS` (files, separated by commas) and `SIGNING_KEY_FILE`; undefined where
 * `ALLOW_UNSIGNED=true` opens the subgraph to everyone, which production refuses. Where keys are made (`makesKeys`) the
 * subgraph's own is, its public half in `PUBLIC_KEY_FILE`, or beside it. With `CREATE_MISSING_KEYS=true` the gateways' may
 * come later.
 * @throws Error saying all that is missing or wrong, a line each.
 */
export function readTrust(variables: NodeJS.ProcessEnv): TrustConfig | undefined {
  const { SIGNING_KEY_FILE: file, PUBLIC_KEY_FILE: publicFile, ALLOW_UNSIGNED: allowUnsigned } = variables;
  const trustedKeyFiles = (variables['TRUSTED_GATEWAY_KEYS'] ?? '').split(',').filter(Boolean);
  if (allowUnsigned && allowUnsigned !== 'true')
    throw new Error(`ALLOW_UNSIGNED: expected true, got "${allowUnsigned}"`);
  if (allowUnsigned && isProduction(variables))
    throw new Error(`ALLOW_UNSIGNED: expected nothing ${inProduction(variables)}, for it answers everyone`);
  if (trustedKeyFiles.length === 0 && allowUnsigned) return undefined;
  if (allowUnsigned) throw new Error('ALLOW_UNSIGNED: expected nothing beside TRUSTED_GATEWAY_KEYS');
  const mayBeMissing = createsMissingKeys(variables);
  const faults: string[] = [];
  const read = <T>(name: string, from: () => T): T | undefined => {
    try {
      return from();
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`);
      return undefined;
    }
  };
  if (trustedKeyFiles.length === 0)
    faults.push(
      'TRUSTED_GATEWAY_KEYS: expected files with the public keys of the gateways that may ask (or, for development, ALLOW_UNSIGNED=true, to answer everyone)',
    );
  if (!mayBeMissing) for (const trusted of trustedKeyFiles) read('TRUSTED_GATEWAY_KEYS', () => readPublicKeys(trusted));
  const signingKey = read('SIGNING_KEY_FILE', () => {
    if (!file) throw new Error('expected the file of the key that answers are signed with');
    if (makesKeys(variables)) createKeyPairIfMissing(file, publicFile || undefined);
    return readSigningKey(file);
  });
  if (!signingKey || faults.length > 0) throw new Error(faults.join('\n  '));
  return { signingKey, trustedKeyFiles, mayBeMissing };
}

/**
 * Reads the key that releases are signed with: `SIGNING_KEY_FILE`, as `readTrust` has it; undefined where none is named.
 * A file that cannot be used `readTrust` reports, except where everyone is answered.
 * @throws Error saying what is wrong with the file.
 */
export function readReleaseKey(variables: NodeJS.ProcessEnv): NamedKey | undefined {
  const { SIGNING_KEY_FILE: file, PUBLIC_KEY_FILE: publicFile, ALLOW_UNSIGNED: allowUnsigned } = variables;
  if (!file) return undefined;
  try {
    if (makesKeys(variables)) createKeyPairIfMissing(file, publicFile || undefined);
    return readSigningKey(file);
  } catch (error) {
    if (!allowUnsigned) return undefined;
    throw new Error(`SIGNING_KEY_FILE: ${(error as Error).message}`, { cause: error });
  }
}

/** Whether `CREATE_MISSING_KEYS=true` is set, which production refuses. */
export function createsMissingKeys(variables: NodeJS.ProcessEnv): boolean {
  return variables['CREATE_MISSING_KEYS'] === 'true' && !isProduction(variables);
}

/**
 * Whether keys are made where their files are missing: with `CREATE_MISSING_KEYS=true`, as long as there is no data that
 * others could have been made with, in an embedded database that was never started.
 */
export function makesKeys(variables: NodeJS.ProcessEnv): boolean {
  const embedded = /^pglite:\/\/(.+)$/.exec(variables['DATABASE_URL'] ?? '')?.[1];
  if (!createsMissingKeys(variables) || embedded === undefined) return false;
  return embedded === 'memory' || !existsSync(join(embedded, 'pgdata'));
}

/**
 * Reads `TLS_CERTIFICATE_FILE`, `TLS_CERTIFICATE_KEY_FILE` and `TLS_CLIENT_CA_FILE`; undefined where there is no TLS.
 * @throws Error saying what is missing or wrong.
 */
export function readTls(variables: NodeJS.ProcessEnv): TlsConfig | undefined {
  const { TLS_CERTIFICATE_FILE: certFile, TLS_CERTIFICATE_KEY_FILE: keyFile, TLS_CLIENT_CA_FILE: caFile } = variables;
  if (!certFile && !keyFile && !caFile) return undefined;
  if (!certFile || !keyFile) throw new Error('TLS_CERTIFICATE_FILE, TLS_CERTIFICATE_KEY_FILE: expected both, got one');
  try {
    const tls = {
      cert: readFileSync(certFile, 'utf8'),
      key: readFileSync(keyFile, 'utf8'),
      ca: caFile ? readFileSync(caFile, 'utf8') : undefined,
    };
    createSecureContext(tls.ca === undefined ? { cert: tls.cert, key: tls.key } : { ...tls, ca: tls.ca });
    return tls;
  } catch (error) {
    throw new Error(
      `TLS_…_FILE: expected certificates and a key that belong together, in PEM: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
