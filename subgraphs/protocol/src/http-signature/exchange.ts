import { hash } from 'node:crypto';

/** A request of a session and its answer, as the signed texts: see `Signed`. */
export interface Exchange {
  /** The request's nonce: a session's requests are numbered. */
  readonly number: number;
  readonly request: string;
  /** Absent where only the request is stated. */
  readonly answer?: string | undefined;
}

/**
 * The identifier of an exchange in a receipt: SHA-256, in base64url. Both texts end with their `"@signature-params"`,
 * which no other line can equal, so that no two exchanges have the same text.
 */
export function exchangeDigest({ request, answer }: Pick<Exchange, 'request' | 'answer'>): string {
  return hash('sha256', answer === undefined ? request : `${request}\n${answer}`, 'base64url');
}
