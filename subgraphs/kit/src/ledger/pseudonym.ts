import { createHmac } from 'node:crypto';

/**
 * Turns a citizen's 12-digit number into the pseudonym that the participants share: HMAC-SHA-256 under their key.
 * The number itself is kept nowhere.
 * @returns 43 characters of base64url.
 */
export function pseudonymOf(number: string, key: Buffer): string {
  return createHmac('sha256', key).update(number).digest('base64url');
}
