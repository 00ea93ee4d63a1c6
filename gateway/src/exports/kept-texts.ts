import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { onceForEach } from '../base/once-for-each.js';
import { SharedCache } from '../base/shared-cache.js';
import type { CallerRequest } from '../request/context.js';

/** A text with its entity tag. */
export interface TaggedText {
  readonly text: Buffer;
  readonly tag: string;
}

/** Gives a text its tag, once for all callers. */
export function tagged(text: string): TaggedText {
  return { text: Buffer.from(text), tag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}

/** How old the data of a text may be, in milliseconds: within it, movement is not read again. */
const maxAgeMs = 1000;

/** The most memory for the texts of one graph, in bytes. */
const maxBytes = 4 * 1024 * 1024;

interface Kept {
  readonly askedAt: number;
  readonly made: Promise<TaggedText>;
}

/** The request for a text. */
export interface TextRequest {
  readonly context: CallerRequest;
  readonly schema: GraphQLSchema;
  /** The caller's address, which decides the text together with the graph. */
  readonly address: URL;
}

/**
 * Texts that all callers without a token share. Each is made once for all requests within a second, from movement's
 * data at that time; for a caller with a token a text is made separately.
 */
export class KeptTexts {
  readonly #of = onceForEach((_schema: GraphQLSchema) => new SharedCache<Kept>(maxBytes));

  /** @param make makes the text for this caller. */
  async give({ context, schema, address }: TextRequest, make: () => Promise<string>): Promise<TaggedText> {
    if (context.headers.authorization !== undefined) return tagged(await make());
    const kept = this.#of(schema);
    const key = `${context.purpose ?? ''} ${address.href}`;
    const known = kept.get(key, context.callerId);
    if (known && performance.now() - known.askedAt < maxAgeMs) {
      // An error of another caller, which left or exceeded a limit, does not count for this one.
      const text = await known.made.catch(() => undefined);
      if (text) return text;
    }
    const made = make().then(tagged);
    const askedAt = performance.now();
    kept.set(key, { askedAt, made }, key.length, context.callerId);
    const text = await made;
    kept.set(key, { askedAt, made }, key.length + text.text.length, context.callerId);
    return text;
  }
}

/** Sends a text, or 304 if the caller has it already. */
export function sendText(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { text, tag }: TaggedText,
  type: string,
): FastifyReply {
  void reply.header('etag', tag);
  if (headers['if-none-match']?.split(/, */).includes(tag)) return reply.code(304).send();
  return reply.type(type).send(text);
}
