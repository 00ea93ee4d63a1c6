import { join } from 'node:path';
import { createKeyPairIfMissing, publicFileOf } from './key-files.js';

/** The file of the key with which `hub conform` and `hub publish` act as a gateway towards an organisation's folder. */
export function conformKeyOf(folder: string): string {
  return join(folder, 'conform.key');
}

/** The file of that key's public half, for the server that trusts it; makes a missing key. */
export function conformPublicKeyOf(folder: string): string {
  const file = conformKeyOf(folder);
  createKeyPairIfMissing(file);
  return publicFileOf(file);
}
