import { createHash } from 'node:crypto';
import { badUserInput, clientError } from '@hub/protocol';
import { SharedCache } from '../base/shared-cache.js';
import { InvalidDocument } from './documents.js';
import type { GraphQLParameters } from './graphql-response.js';

/** The maximum memory of the texts, in bytes. */
const maxBytes = 8 * 1024 * 1024;

/** A request with its text, and the digest under which the gateway keeps the text. */
export interface WithText {
  readonly query: string;
  /** Undefined if the request has no digest. */
  readonly hash: string | undefined;
}

/**
 * The texts of automatic persisted queries (Apollo). The caller sends only a SHA-256 digest, also by GET, and adds the
 * text if the gateway does not know it. Valid texts stay in a cache that callers share.
 * @see https://www.apollographql.com/docs/apollo-server/performance/apq
 */
export class PersistedTexts {
  readonly #texts = new SharedCache<string>(maxBytes);

  /**
   * The text of a request.
   * @throws InvalidDocument `PERSISTED_QUERY_NOT_FOUND` if the caller must send the text,
   * `PERSISTED_QUERY_NOT_SUPPORTED` if the digest is malformed, `BAD_USER_INPUT` if the digest does not match the text.
   */
  textOf({ query: given, documentId, extensions }: GraphQLParameters, callerId: string | undefined): WithText {
    const query = given ?? '';
    const persisted = extensions?.['persistedQuery'];
    if (persisted === undefined && typeof documentId !== 'string') return { query, hash: undefined };
    const hash = hashOf(persisted);
    // Apollo's clients look for exactly these messages, and then send the text.
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

  /** Keeps the text of a valid document. */
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
