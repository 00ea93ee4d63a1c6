import { createHash } from 'node:crypto';
import { badUserInput, clientError } from '@hub/protocol';
import { SharedCache } from '../base/shared-cache.js';
import { InvalidDocument } from './documents.js';
import type { GraphQLParameters } from './graphql-response.js';

/** How much memory the texts may take together, in bytes. */
const maxBytes = 8 * 1024 * 1024;

/** A request whose text is there, and the digest by which it is to be known from now on. */
export interface WithText {
  readonly query: string;
  /** Undefined where the caller names none. */
  readonly hash: string | undefined;
}

/**
 * The texts of operations that callers name by their SHA-256, as Apollo's automatic persisted queries have it: a caller
 * sends the digest alone, by GET too, and with it the text where the gateway does not know that yet. It forgets them like
 * any cache; what was valid is kept, and shared out among callers.
 * @see https://www.apollographql.com/docs/apollo-server/performance/apq
 */
export class PersistedTexts {
  readonly #texts = new SharedCache<string>(maxBytes);

  /**
   * The text that a request asks for.
   * @throws InvalidDocument `PERSISTED_QUERY_NOT_FOUND` where the caller is to send it, `PERSISTED_QUERY_NOT_SUPPORTED` of a
   * digest that is none, `BAD_USER_INPUT` where it is not the digest of the text.
   */
  textOf({ query: given, documentId, extensions }: GraphQLParameters, callerId: string | undefined): WithText {
    const query = given ?? '';
    const persisted = extensions?.['persistedQuery'];
    if (persisted === undefined && typeof documentId !== 'string') return { query, hash: undefined };
    const hash = hashOf(persisted);
    // The messages are what callers of Apollo's persisted queries look for, to send the text instead.
    if (hash === undefined) throw refusal('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    if (query !== '') {
      const digest = createHash('sha256').update(query).digest('hex');
      if (digest === hash) return { query, hash };
      throw new InvalidDocument([
        badUserInput(`Expected extensions.persistedQuery.sha256Hash to be that of query (${digest}), but got ${hash}.`),
      ]);
    }
    const text = this.#texts.get(hash, callerId);
    if (text === undefined) throw refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    return { query: text, hash };
  }

  /** Keeps the text of a document that is valid. */
  keep({ query, hash }: WithText, callerId: string | undefined): void {
    if (hash !== undefined && !this.#texts.has(hash)) this.#texts.set(hash, query, 256 + 2 * query.length, callerId);
  }
}

function hashOf(persisted: unknown): string | undefined {
  if (typeof persisted !== 'object' || persisted === null || !('sha256Hash' in persisted)) return undefined;
  const { sha256Hash: hash } = persisted;
  return typeof hash === 'string' && /^[\da-f]{64}$/.test(hash) ? hash : undefined;
}

function refusal(code: string, message: string): InvalidDocument {
  return new InvalidDocument([clientError(code, message)]);
}
