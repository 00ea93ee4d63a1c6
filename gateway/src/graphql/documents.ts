import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { clientError } from '@hub/schema';
import { checkDocument } from '../limits/check-document.js';
import { LimitExceeded } from '../limits/limit-exceeded.js';
import type { DocumentLimits } from '../limits/limits.js';
import { LruCache } from '../lru-cache.js';
import { defersIn } from '../planner/defer.js';

/** A document that is valid against the schema. */
export interface ValidDocument {
  readonly document: DocumentNode;
  /** A digest of its text: the same text is planned once. */
  readonly documentHash: string;
  /** Whether something in it may be deferred. */
  readonly defers: boolean;
}

/** Why a document cannot be executed: each error has its `extensions.code`. */
export class InvalidDocument extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}

/** How much the documents that are kept may weigh together: characters of their texts. */
const maxWeight = 8 * 1024 * 1024;

/** Parses and validates each document once, by its text. What is not valid is not kept. */
export class Documents {
  readonly #known = new LruCache<ValidDocument>(maxWeight);

  /** @param limits without which a document may be of any size. */
  constructor(
    readonly schema: GraphQLSchema,
    private readonly limits?: DocumentLimits,
  ) {}

  /**
   * @throws InvalidDocument `GRAPHQL_PARSE_FAILED` or `GRAPHQL_VALIDATION_FAILED`
   * @throws LimitExceeded
   */
  read(text: string): ValidDocument {
    const known = this.#known.get(text);
    if (known) return known;
    const document = this.#parse(text);
    const valid = {
      document,
      documentHash: documentHash(text),
      defers: document.definitions.some(
        (definition) => 'selectionSet' in definition && defersIn(definition.selectionSet),
      ),
    };
    this.#known.set(text, valid, text.length);
    return valid;
  }

  /** How many documents are kept, and how many characters they have together. */
  get kept(): { readonly count: number; readonly characters: number } {
    return { count: this.#known.size, characters: this.#known.weight };
  }

  #parse(text: string): DocumentNode {
    try {
      const document = this.#parseLimited(text);
      if (this.limits) checkDocument(document, this.limits);
      const errors = validate(this.schema, document);
      if (errors.length > 0)
        throw new InvalidDocument(errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')));
      return document;
    } catch (error) {
      // The parser and the rules call themselves: what is nested too deeply exceeds the stack.
      if (isStackOverflow(error)) throw new InvalidDocument([nestedTooDeeply()]);
      if (error instanceof LimitExceeded) throw error;
      if (error instanceof GraphQLError) throw new InvalidDocument([coded(error, 'GRAPHQL_PARSE_FAILED')]);
      throw error;
    }
  }

  #parseLimited(text: string): DocumentNode {
    const maxTokens = this.limits?.tokens;
    try {
      return parse(text, { maxTokens });
    } catch (error) {
      if (maxTokens !== undefined && (error as Error).message === tooManyTokens(maxTokens)) {
        throw new LimitExceeded('TOKENS', maxTokens);
      }
      throw error;
    }
  }
}

/** A digest of a document's text. */
export function documentHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** What graphql-js says of a document of more tokens than it was to read. */
const tooManyTokens = (tokens: number) =>
  `Syntax Error: Document contains more that ${tokens} tokens. Parsing aborted.`;

export function nestedTooDeeply(): GraphQLError {
  return clientError('GRAPHQL_PARSE_FAILED', 'Expected an operation that is nested less deeply.');
}

/** Whether it took more than the stack to read a document: the client's doing, and no fault of ours. */
export function isStackOverflow(error: unknown): boolean {
  if (error instanceof GraphQLError) return isStackOverflow(error.originalError);
  return error instanceof RangeError;
}

/** An error with its stable code. */
export function coded({ message, nodes, source, positions, path }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { code } });
}
