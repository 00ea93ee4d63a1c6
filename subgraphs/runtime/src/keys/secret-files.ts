import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type OperatorScope, ordinaryScopes } from '@hub/protocol';
import { writeOnce } from './write-once.js';

/** Makes a random key (256 bits, base64url) in a file, unless the file is there. */
export function createKeyIfMissing(file: string): void {
  createSecretIfMissing(file, () => randomBytes(32).toString('base64url'));
}

/**
 * Makes an operator's token for each scope in a file, unless the file is there.
 * @param scopes those of every subgraph unless told.
 */
export function createOperatorTokensIfMissing(file: string, scopes = ordinaryScopes): void {
  createSecretIfMissing(file, () => newTokens(scopes));
}

/** Puts an operator's token for one scope into a file of its own, for a program that needs no other, unless it is there. */
export function createTokenFileIfMissing(file: string, scope: OperatorScope, token: string): void {
  createSecretIfMissing(file, () => `${scope} ${token}\n`);
}

function newTokens(scopes: readonly OperatorScope[]): string {
  return scopes.map((scope) => `${scope} ${randomBytes(32).toString('base64url')}\n`).join('');
}

/** Makes a private key for ES256 (JSON Web Key) in a file, unless the file is there. */
export function createSigningKeyIfMissing(file: string): void {
  createSecretIfMissing(file, () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'ES256', use: 'sig' });
  });
}

/**
 * Makes a secret in a file that only its owner can read, unless the file is there. Of several processes that do so at
 * once, one makes the secret and all find the same.
 */
export function createSecretIfMissing(file: string, make: () => string): void {
  if (existsSync(file)) return;
  writeOnce(file, make(), 0o600);
}
