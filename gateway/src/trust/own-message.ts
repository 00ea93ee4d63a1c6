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

/** How long a request is good for, in seconds; longer than it may be under way, shorter than clocks may differ. */
export const goodForSeconds = 30;

/**
 * Sends a request, given up when the signal is aborted.
 * @throws SubgraphFault when there is no answer.
 */
export type Post = (request: UnsignedRequest, signal?: AbortSignal) => Promise<UncheckedAnswer>;

/** What a gateway tells a subgraph under its own key, outside of any session. */
export interface OwnMessage {
  /** The path at which it is taken. */
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

/** What came of it. */
export interface OwnAnswer {
  readonly answer: UncheckedAnswer;
  /** What the message was sent with: all that its signature covers, and the signature. */
  readonly headers: Readonly<Record<string, string>> & SignatureHeaders;
  /** The message's signature, in base64. */
  readonly signature: string;
  /** The key of the subgraph that the answer is signed with; undefined where that is none. */
  readonly subgraphKeyId: string | undefined;
}

/**
 * Posts what is signed with the gateway's own key.
 * @throws SubgraphFault when there is no answer.
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

/**
 * The text that an answer's signature stands for; undefined where it is not signed with a key, its body and the request's
 * signature included.
 */
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
