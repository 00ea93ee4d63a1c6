import { createHmac, createSecretKey } from 'node:crypto';
import type { PeriodKey } from '../keys/period-keys.js';

/** Tells pseudonyms of persons from anything else that a key might ever be used for. */
const label = 'people sketch ';

/** The single block of HKDF-Expand. */
const block = Buffer.from([1]);

/**
 * Makes the tokens of one period: the first 8 bytes of HKDF-Expand (RFC 5869, SHA-256) under the period's key, of a
 * pseudonym. All organisations make the same of one person in one period, and nothing that matches it in another.
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
