import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type NamedKey } from '@hub/protocol';
import { inProduction, isProduction, readPublicKeys, readSigningKey } from '@hub/runtime';

/** The gateways that a subgraph answers, and the key for its answers. */
export interface TrustConfig {
  readonly signingKey: NamedKey;
  /** Files of public keys: the gateways'. */
  readonly trustedKeyFiles: readonly string[];
  /** Files of public keys of a registry, which may ask for the schema only. */
  readonly registryKeyFiles?: readonly string[];
}

/** A subgraph's TLS; with `ca`, only clients with a certificate from it may connect. In PEM. */
export interface TlsConfig {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | undefined;
}

/**
 * Reads `TRUSTED_GATEWAY_KEYS`, `TRUSTED_REGISTRY_KEYS` (files, separated by commas) and `SIGNING_KEY_FILE`; undefined
 * where `ALLOW_UNSIGNED=true` lets the subgraph answer without signatures, which production refuses.
 * @throws Error that lists every missing or wrong setting, a line each.
 */
export function readTrust(variables: NodeJS.ProcessEnv): TrustConfig | undefined {
  const { SIGNING_KEY_FILE: file, ALLOW_UNSIGNED: allowUnsigned } = variables;
  const trustedKeyFiles = (variables['TRUSTED_GATEWAY_KEYS'] ?? '').split(',').filter(Boolean);
  if (allowUnsigned && allowUnsigned !== 'true')
    throw new Error(`ALLOW_UNSIGNED: expected true, got "${allowUnsigned}"`);
  if (allowUnsigned && isProduction(variables))
    throw new Error(`ALLOW_UNSIGNED: expected nothing ${inProduction(variables)}, for it answers everyone`);
  if (trustedKeyFiles.length === 0 && allowUnsigned) return undefined;
  if (allowUnsigned) throw new Error('ALLOW_UNSIGNED: expected nothing beside TRUSTED_GATEWAY_KEYS');
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
  const registryKeyFiles = (variables['TRUSTED_REGISTRY_KEYS'] ?? '').split(',').filter(Boolean);
  for (const trusted of registryKeyFiles) read('TRUSTED_REGISTRY_KEYS', () => readPublicKeys(trusted));
  for (const trusted of trustedKeyFiles) read('TRUSTED_GATEWAY_KEYS', () => readPublicKeys(trusted));
  const signingKey = read('SIGNING_KEY_FILE', () => {
    if (!file) throw new Error('expected the file of the key that answers are signed with');
    return readSigningKey(file);
  });
  if (!signingKey || faults.length > 0) throw new Error(faults.join('\n  '));
  return { signingKey, trustedKeyFiles, ...(registryKeyFiles.length > 0 && { registryKeyFiles }) };
}

/**
 * Reads the key that signs releases: `SIGNING_KEY_FILE`, like `readTrust`; undefined where none is named. `readTrust`
 * reports an unusable file, except where the subgraph answers without signatures.
 * @throws Error with the fault of the file.
 */
export function readReleaseKey(variables: NodeJS.ProcessEnv): NamedKey | undefined {
  const { SIGNING_KEY_FILE: file, ALLOW_UNSIGNED: allowUnsigned } = variables;
  if (!file) return undefined;
  try {
    return readSigningKey(file);
  } catch (error) {
    if (!allowUnsigned) return undefined;
    throw new Error(`SIGNING_KEY_FILE: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Reads `TLS_CERTIFICATE_FILE`, `TLS_CERTIFICATE_KEY_FILE` and `TLS_CLIENT_CA_FILE`; undefined where there is no TLS.
 * @throws Error with the missing or wrong setting.
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
