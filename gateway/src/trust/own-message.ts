import {
  contentDigest,
  type NamedKey,
  readSignature,
  type SignatureHeaders,
  signatureOf,
  signRequest,
  verifiedAnswer,
} from '@hub/protocol';
import type { KeyRing } from '@hub/runtime';
import type { UncheckedAnswer, UnsignedRequest } from './signer.js';

/** The validity of a request, in seconds: longer than it may be under way, shorter than clocks may differ. */
export const goodForSeconds = 30;

/**
 * Sends a request until the signal is aborted.
 * @throws SubgraphFault if there is no answer.
 */
export type Post = (request: UnsignedRequest, signal?: AbortSignal) => Promise<UncheckedAnswer>;

/** A message of the gateway to a subgraph under its own key, outside of any session. */
export interface OwnMessage {
  /** The path of the message. */
  readonly target: string;
  /** The gateway's Ed25519 key. */
  readonly key: NamedKey;
  /** JSON. */
  readonly body: string;
  /** The subgraph's keys. */
  readonly trusted: KeyRing;
  readonly post: Post;
  /** Gives it up. */
  readonly signal?: AbortSignal;
}

/** The answer to an `OwnMessage`. */
export interface OwnAnswer {
  readonly answer: UncheckedAnswer;
  /** The sent headers that the signature covers, and the signature. */
  readonly headers: Readonly<Record<string, string>> & SignatureHeaders;
  /** The message's signature, in base64. */
  readonly signature: string;
  /** The subgraph's key that signed the answer; undefined if none did. */
  readonly subgraphKeyId: string | undefined;
}

/**
 * Posts a message that is signed with the gateway's own key.
 * @throws SubgraphFault if there is no answer.
 */
export async function postOwn({ target, key, body, trusted, post, signal }: OwnMessage): Promise<OwnAnswer> {
  const unsigned = { 'content-type': 'application/json', 'content-digest': contentDigest(body) };
  const created = Math.floor(Date.now() / 1000);
  const parameters = { created, expires: created + goodForSeconds, nonce: crypto.randomUUID() };
  const signed = signRequest({ method: 'POST', target, headers: unsigned }, key, parameters);
  const signature = signatureOf(signed);
  const headers = { ...unsigned, ...signed };
  const answer = await post({ method: 'POST', target, headers, body }, signal);
  const id = readSignature(answer.headers)?.keyId ?? '';
  const subgraphKey = trusted.get(id);
  const text = subgraphKey && genuineText(answer, signature, { id, key: subgraphKey });
  return { answer, headers, signature, subgraphKeyId: text === undefined ? undefined : id };
}

/** The signed text of an answer; undefined if the key did not sign the answer, its body and the request's signature. */
export function genuineText(
  { status, headers, body }: UncheckedAnswer,
  requestSignature: string,
  { id, key }: NamedKey,
): string | undefined {
  const signature = readSignature(headers);
  if (signature?.keyId !== id) return undefined;
  if (body !== undefined && headers['content-digest'] !== contentDigest(body)) return undefined;
  return verifiedAnswer({ status, headers, requestSignature }, signature, key);
}
