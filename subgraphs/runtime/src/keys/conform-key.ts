import { join } from 'node:path';
import { createKeyPairIfMissing, publicFileOf } from './key-files.js';

/** The file of the key by which `hub conform` and `hub publish` ask an organisation's folder as a gateway does. */
export function conformKeyOf(folder: string): string {
  return join(folder, 'conform.key');
}

/** The file of that key's public half, for whoever is asked by it; the key is made where it is missing. */
export function conformPublicKeyOf(folder: string): string {
  const file = conformKeyOf(folder);
  createKeyPairIfMissing(file);
  return publicFileOf(file);
}
