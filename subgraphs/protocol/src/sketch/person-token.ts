import { createHmac, createSecretKey } from 'node:crypto';
import type { PeriodKey } from '../keys/period-keys.js';

/** Separates persons' pseudonyms from other uses of a key. */
const label = 'people sketch ';

/** The single block of HKDF-Expand. */
const block = Buffer.from([1]);

/**
 * Makes the tokens of one period: the first 8 bytes of HKDF-Expand (RFC 5869, SHA-256) under the period's key, of a
 * pseudonym. All organisations make the same token of one person in one period, and a token without any relation to it
 * in another.
 */
export function personTokens({ secret }: PeriodKey): (pseudonym: string) => Buffer {
  const key = createSecretKey(secret);
  return (pseudonym) =>
    createHmac('sha256', key)
      .update(label + pseudonym)
      .update(block)
      .digest()
      .subarray(0, 8);
}
