import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { formerKeysOf, KeyFileError, publicFileOf, readPublicKeys } from '@hub/runtime';
import type { Surroundings } from './command.js';
import type { DataFolder } from './data-folder.js';
import { Failure } from './failure.js';

/**
 * The public keys of the gateways whose receipts are believed, by their names: those in the files that the user names,
 * those in TRUSTED_GATEWAY_KEYS (files, separated by commas), or the key of the gateway on this machine; and their former
 * keys, beside each.
 * @throws Failure where a file cannot be used.
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
