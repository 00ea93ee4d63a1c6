import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { keyId, type NamedKey } from '@hub/protocol';
import { writeOnce } from './write-once.js';

/** Thrown where a key file cannot be used; the message gives the file and the reason. */
export class KeyFileError extends Error {}

/**
 * Reads a private Ed25519 key in PEM.
 * @throws KeyFileError
 */
export function readSigningKey(file: string): NamedKey {
  const key = parse(file, readKeyFile(file), createPrivateKey);
  return { id: keyId(createPublicKey(key)), key };
}

/**
 * Reads a file of public Ed25519 keys in PEM, one after the other.
 * @throws KeyFileError
 */
export function readPublicKeys(file: string): NamedKey[] {
  const blocks = readKeyFile(file).match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
  if (blocks.length === 0) throw new KeyFileError(`expected public keys in PEM in ${file}`);
  return blocks.map((block) => {
    const key = parse(file, block, createPublicKey);
    return { id: keyId(key), key };
  });
}

/**
 * Makes a private Ed25519 key in a file that only its owner can read, unless the file exists, and its public key in a
 * second file that others may have. Of several processes at once, one makes the key.
 */
export function createKeyPairIfMissing(file: string, publicFile = publicFileOf(file)): void {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeOnce(file, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600);
  }
  const publicKey = createPublicKey(readSigningKey(file).key).export({ type: 'spki', format: 'pem' }) as string;
  if (existsSync(publicFile) && readFileSync(publicFile, 'utf8') === publicKey) return;
  rmSync(publicFile, { force: true });
  writeOnce(publicFile, publicKey, 0o644);
}

/** The default file of a signing key's public key. */
export function publicFileOf(file: string): string {
  return `${file}.pub`;
}

/** The file of a public file's replaced keys: they are no longer trusted, but old receipts need them. */
export function formerKeysOf(publicFile: string): string {
  return `${publicFile}.former`;
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KeyFileError(`cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}

function parse(file: string, pem: string, create: (pem: string) => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = create(pem);
  } catch (error) {
    throw new KeyFileError(`expected an Ed25519 key in PEM in ${file}`, { cause: error });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new KeyFileError(`expected an Ed25519 key in ${file}, got ${key.asymmetricKeyType}`);
}
