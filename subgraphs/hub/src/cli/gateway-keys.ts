import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { formerKeysOf, KeyFileError, publicFileOf, readPublicKeys } from '@hub/runtime';
import type { Surroundings } from './command.js';
import type { DataFolder } from './data-folder.js';
import { Failure } from './failure.js';

/**
 * The public keys of trusted gateways, for verifying receipts, by key id. They come from the files that the user names,
 * or from the files in TRUSTED_GATEWAY_KEYS (separated by commas), or from the gateway on this machine; each with the
 * former keys beside it.
 * @throws Failure if a file is unusable.
 */
export function gatewayKeys(
  named: readonly string[] | undefined,
  data: DataFolder,
  { folder, environment }: Surroundings,
): ReadonlyMap<string, KeyObject> {
  const inEnvironment = (environment['TRUSTED_GATEWAY_KEYS'] ?? '').split(',').filter(Boolean);
  const chosen = named ?? (inEnvironment.length > 0 ? inEnvironment : [publicFileOf(data.signingKeyOf('gateway'))]);
  const files = chosen
    .map((file) => resolve(folder, file))
    .flatMap((file) => [file, formerKeysOf(file)].filter((one) => one === file || existsSync(one)));
  try {
    return new Map(files.flatMap((file) => readPublicKeys(file).map(({ id, key }) => [id, key] as const)));
  } catch (error) {
    if (!(error instanceof KeyFileError)) throw error;
    throw new Failure(
      `Which gateways are trusted is not known: ${error.message}. Name files with --gateway-keys FILE or TRUSTED_GATEWAY_KEYS.`,
    );
  }
}
