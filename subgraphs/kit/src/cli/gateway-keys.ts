import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { KeyFileError, publicFileOf, readPublicKeys } from '@hub/schema';
import type { Surroundings } from './command.js';
import type { DataFolder } from './data-folder.js';
import { Failure } from './failure.js';

/**
 * The public keys of the gateways whose receipts are believed, by their names: those in the files that the user names,
 * or the key of the gateway on this machine.
 * @throws Failure where a file cannot be used.
 */
export function gatewayKeys(
  named: readonly string[] | undefined,
  data: DataFolder,
  { folder }: Surroundings,
): ReadonlyMap<string, KeyObject> {
  const files = named?.map((file) => resolve(folder, file)) ?? [publicFileOf(data.signingKeyOf('gateway'))];
  try {
    return new Map(files.flatMap((file) => readPublicKeys(file).map(({ id, key }) => [id, key] as const)));
  } catch (error) {
    if (!(error instanceof KeyFileError)) throw error;
    throw new Failure(
      `Which gateways are trusted is not known: ${error.message}. Name files with --gateway-keys FILE.`,
    );
  }
}
