import { readFileSync } from 'node:fs';
import { operatorTokenFor } from '@hub/protocol';
import { isBareAddress, isProduction } from '@hub/runtime';

/** The registry whose snapshots a subgraph follows. */
export interface RegistrySource {
  readonly url: string;
  /** The token for the registry's endpoint for followers. */
  readonly token: string;
  /** The folder of the newest snapshot. */
  readonly folder: string;
  /** The files of the registry's public keys; without any, signatures are not required. */
  readonly keyFiles: readonly string[];
}

/**
 * Reads `REGISTRY_FOLDER`, `REGISTRY_URL`, `REGISTRY_TOKEN_FILE` and `REGISTRY_KEYS_FILE` (files, separated by commas).
 * @returns undefined without a folder: then the subgraph follows no snapshot.
 * @throws Error with the missing or wrong setting.
 */
export function readRegistrySource(variables: NodeJS.ProcessEnv): RegistrySource | undefined {
  const { REGISTRY_FOLDER: folder, REGISTRY_URL: url, REGISTRY_TOKEN_FILE: file, REGISTRY_KEYS_FILE: keys } = variables;
  if (!folder) return undefined;
  if (!isBareAddress(url ?? '')) {
    throw new Error(
      `REGISTRY_URL: expected the address of the registry alone, such as https://host:4000, beside REGISTRY_FOLDER, got ${JSON.stringify(url)}`,
    );
  }
  const token = file ? operatorTokenFor(readFileSync(file, 'utf8'), 'follow') : undefined;
  if (token === undefined) throw new Error('REGISTRY_TOKEN_FILE: expected the file of a token with the scope follow');
  const keyFiles = (keys ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  if (keyFiles.length === 0 && isProduction(variables)) {
    throw new Error("REGISTRY_KEYS_FILE: expected the files of the registry's public keys in production");
  }
  return { url: url ?? '', token, folder, keyFiles };
}
