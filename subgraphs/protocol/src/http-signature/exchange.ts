import { hash } from 'node:crypto';

/** A request of a session and its answer, as the texts that their signatures stand for: see `Signed`. */
export interface Exchange {
  /** The request's nonce: a session's requests are numbered. */
  readonly number: number;
  readonly request: string;
  /** Absent where only the request is stated. */
  readonly answer?: string | undefined;
}

/**
 * What stands for an exchange in a receipt: SHA-256, in base64url. Both texts end with their `"@signature-params"`, and
 * no line of them can be another's, so that no two exchanges have one text.
 */
export function exchangeDigest({ request, answer }: Pick<Exchange, 'request' | 'answer'>): string {
  return hash('sha256', answer === undefined ? request : `${request}\n${answer}`, 'base64url');
}
