import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The canonical text of a JSON value (RFC 8785): one value has one text. */
export function canonicalText(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('Expected a JSON value, but got one that JSON does not have.');
  return text;
}

/** SHA-256 of a text in UTF-8, in base64url: 43 characters. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
