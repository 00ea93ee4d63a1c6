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

/** Gives a text its tag, once for all who are sent it. */
export function tagged(text: string): TaggedText {
  return { text: Buffer.from(text), tag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}

/** How old what a text rests on may be, in milliseconds: within it, movement is not asked again. */
const maxAgeMs = 1000;

/** What all texts of one graph may take, in bytes. */
const maxBytes = 4 * 1024 * 1024;

interface Kept {
  readonly askedAt: number;
  readonly made: Promise<TaggedText>;
}

/** For whom a text is made. */
export interface TextRequest {
  readonly context: CallerRequest;
  readonly schema: GraphQLSchema;
  /** What decides the text, beside the graph: its address, as its caller wrote it. */
  readonly address: URL;
}

/**
 * Texts that everyone without a token is given alike. Each is made once for all who ask within a second, by what movement
 * said then; a caller with a token has its own made.
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
      // What failed for another, who left or asked too often, has not failed for this caller.
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

/** Sends a text, or says that the caller has it already. */
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
