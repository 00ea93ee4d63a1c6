import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KeyFileError, publicFileOf } from './key-files.js';
import { createSecretIfMissing } from './secret-files.js';

/**
 * Makes a private X25519 key (RFC 7748), in PEM, in a file that only its owner can read, unless the file exists; and in
 * a second file the public key that others seal to.
 */
export function createSealingPairIfMissing(file: string, publicFile = publicFileOf(file)): void {
  createSecretIfMissing(file, () => {
    const { privateKey } = generateKeyPairSync('x25519');
    return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  });
  const publicKey = createPublicKey(readSealingKey(file)).export({ type: 'spki', format: 'pem' }) as string;
  if (existsSync(publicFile) && readFileSync(publicFile, 'utf8') === publicKey) return;
  rmSync(publicFile, { force: true });
  mkdirSync(dirname(publicFile), { recursive: true, mode: 0o700 });
  writeFileSync(publicFile, publicKey, { mode: 0o644 });
}

/**
 * Reads a private X25519 key in PEM, which opens texts sealed to its public half.
 * @throws KeyFileError
 */
export function readSealingKey(file: string): KeyObject {
  return x25519(file, createPrivateKey);
}

/**
 * Reads a public X25519 key in PEM; only the holder of its private half can open texts sealed to it.
 * @throws KeyFileError
 */
export function readSealingTarget(file: string): KeyObject {
  return x25519(file, createPublicKey);
}

function x25519(file: string, parse: (text: string) => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new KeyFileError(`expected an X25519 key in PEM in ${file}: ${(error as Error).message}`);
  }
  if (key.asymmetricKeyType === 'x25519') return key;
  throw new KeyFileError(`expected an X25519 key in ${file}, got a key of the type ${key.asymmetricKeyType}`);
}
