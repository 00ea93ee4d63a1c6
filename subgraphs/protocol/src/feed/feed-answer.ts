import { createHash, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { NamedKey } from '../http-signature/signed-message.js';
import { signatureFault, signText, textSignature } from '../snapshot/signed-text.js';
import { type AccessFeed, accessFeed } from './access-feed.js';

/** The signed part of a feed. */
const feedHead = z.strictObject({
  format: z.literal(1),
  /** Each feed has a higher one than those before. */
  sequence: z.int().min(1),
  /** SHA-256 over the feed's text, in hexadecimal. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The nonce of the request: an answer to another request does not count. */
  nonce: z.string().max(100),
});

const feedAnswer = z.strictObject({
  head: z.string().max(1000),
  signature: textSignature.nullable(),
  /** The feed's text; null if the follower has this feed. */
  feed: z.string().nullable(),
});

/** A feed as the registry has it. */
export interface NumberedFeed {
  readonly sequence: number;
  readonly text: string;
}

/** The feed that a follower has. */
export interface KnownFeed {
  readonly sequence: number;
  readonly digest: string;
}

/** Thrown where a feed is invalid; the former one stays in use. The code is stable. */
export class FeedFault extends Error {
  override readonly name = 'FeedFault';
  constructor(
    readonly code: 'UNREADABLE' | 'UNSIGNED' | 'UNKNOWN_KEY' | 'BAD_SIGNATURE' | 'OLDER' | 'NOT_ASKED' | 'TOO_LARGE',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Writes the answer to a follower, signed by the registry's key; unsigned without one.
 * @param known the sequence that the follower has; 0 before the first.
 */
export function writeFeedAnswer(
  { sequence, text }: NumberedFeed,
  { known, nonce }: { readonly known: number; readonly nonce: string },
  key: NamedKey | undefined,
): string {
  const head = JSON.stringify({ format: 1, sequence, digest: sha256(text), nonce });
  return JSON.stringify({ head, signature: signText(head, key), feed: known === sequence ? null : text });
}

/**
 * Reads an answer of the registry.
 * @param nonce the nonce of the request.
 * @param known the feed that is in use; undefined before any.
 * @param keys the registry's public keys by their ids; undefined where none are known, and then signatures are not
 * required.
 * @returns the feed where it differs from the one in use.
 * @throws FeedFault
 */
export function readFeedAnswer(
  text: string,
  { nonce, known }: { readonly nonce: string; readonly known: KnownFeed | undefined },
  keys: ReadonlyMap<string, KeyObject> | undefined,
): { readonly known: KnownFeed; readonly feed: AccessFeed | undefined } {
  const { head: said, signature, feed } = read(feedAnswer, text);
  const fault = signatureFault(said, signature, keys, 'a feed');
  if (fault) throw new FeedFault(fault.code, fault.message);
  const head = read(feedHead, said);
  const { sequence, digest } = head;
  if (head.nonce !== nonce) throw new FeedFault('NOT_ASKED', 'Expected the answer to this request, got another’s.');
  if (known && sequence < known.sequence) {
    throw new FeedFault('OLDER', `Expected the feed ${known.sequence} or a later one, got ${sequence}.`);
  }
  if (sequence === known?.sequence) {
    if (digest === known.digest) return { known, feed: undefined };
    throw new FeedFault('OLDER', `Expected the feed ${sequence} that is known, got another of this sequence.`);
  }
  if (feed === null || sha256(feed) !== digest) {
    throw new FeedFault(
      'UNREADABLE',
      `Expected the text of the feed ${sequence}, got ${feed === null ? 'none' : 'another'}.`,
    );
  }
  return { known: { sequence, digest }, feed: read(accessFeed, feed) };
}

function read<T>(schema: z.ZodType<T>, text: string): T {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new FeedFault('UNREADABLE', `Expected a feed in JSON: ${(error as Error).message}`);
  }
  const { data, error } = schema.safeParse(parsed);
  if (error) throw new FeedFault('UNREADABLE', `Expected a feed: ${z.prettifyError(error).slice(0, 500)}`);
  return data;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
