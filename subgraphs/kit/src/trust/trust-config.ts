import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { createKeyPairIfMissing, type NamedKey, readPublicKeys, readSigningKey } from '@hub/schema';

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
 * `ALLOW_UNSIGNED=true` opens the subgraph to everyone, which is refused under `NODE_ENV=production`. With `CREATE_MISSING_KEYS=true` the subgraph's own key is made
 * where it is missing, its public half in `PUBLIC_KEY_FILE`, or beside it.
 * @throws Error saying what is missing or wrong.
 */
export function readTrust(variables: NodeJS.ProcessEnv): TrustConfig | undefined {
  const { SIGNING_KEY_FILE: file, PUBLIC_KEY_FILE: publicFile, ALLOW_UNSIGNED: allowUnsigned } = variables;
  const trustedKeyFiles = (variables['TRUSTED_GATEWAY_KEYS'] ?? '').split(',').filter(Boolean);
  if (allowUnsigned && allowUnsigned !== 'true')
    throw new Error(`ALLOW_UNSIGNED: expected true, got "${allowUnsigned}"`);
  if (allowUnsigned && variables['NODE_ENV'] === 'production')
    throw new Error('ALLOW_UNSIGNED: expected nothing under NODE_ENV=production, for it answers everyone');
  if (trustedKeyFiles.length === 0) {
    if (allowUnsigned) return undefined;
    throw new Error(
      'TRUSTED_GATEWAY_KEYS: expected files with the public keys of the gateways that may ask (or, for development, ALLOW_UNSIGNED=true, to answer everyone)',
    );
  }
  if (allowUnsigned) throw new Error('ALLOW_UNSIGNED: expected nothing beside TRUSTED_GATEWAY_KEYS');
  if (!file) throw new Error('SIGNING_KEY_FILE: expected the file of the key that answers are signed with');
  const mayBeMissing = variables['CREATE_MISSING_KEYS'] === 'true';
  if (mayBeMissing) createKeyPairIfMissing(file, publicFile || undefined);
  else for (const trusted of trustedKeyFiles) readPublicKeys(trusted);
  return { signingKey: readSigningKey(file), trustedKeyFiles, mayBeMissing };
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
