import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type OperatorScope, ordinaryScopes } from '@hub/protocol';
import { writeOnce } from './write-once.js';

/** Makes a random key (256 bits, base64url) in a file, unless the file exists. */
export function createKeyIfMissing(file: string): void {
  createSecretIfMissing(file, () => randomBytes(32).toString('base64url'));
}

/**
 * Makes an operator's token for each scope in a file, unless the file exists.
 * @param scopes default: every subgraph's scopes.
 */
export function createOperatorTokensIfMissing(file: string, scopes = ordinaryScopes): void {
  createSecretIfMissing(file, () => newTokens(scopes));
}

/**
 * Writes an operator's token for one scope into a separate file, for a program that needs no other, unless the file
 * exists.
 */
export function createTokenFileIfMissing(file: string, scope: OperatorScope, token: string): void {
  createSecretIfMissing(file, () => `${scope} ${token}\n`);
}

function newTokens(scopes: readonly OperatorScope[]): string {
  return scopes.map((scope) => `${scope} ${randomBytes(32).toString('base64url')}\n`).join('');
}

/** Makes a private key for ES256 (JSON Web Key) in a file, unless the file exists. */
export function createSigningKeyIfMissing(file: string): void {
  createSecretIfMissing(file, () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'ES256', use: 'sig' });
  });
}

/**
 * Makes a secret in a file that only its owner can read, unless the file exists. Of several processes at once, one
 * makes the secret and all find the same.
 */
export function createSecretIfMissing(file: string, make: () => string): void {
  if (existsSync(file)) return;
  writeOnce(file, make(), 0o600);
}
