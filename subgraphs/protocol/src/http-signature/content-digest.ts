import { hash } from 'node:crypto';

/**
 * The `Content-Digest` of a body, as sent in its content coding.
 * @see https://www.rfc-editor.org/rfc/rfc9530#section-2
 */
export function contentDigest(body: Uint8Array | string): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`;
}
