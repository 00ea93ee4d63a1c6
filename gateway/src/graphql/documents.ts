import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql';
import { clientError } from '@hub/protocol';
import { checkDocument, checkLines } from '../limits/check-document.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';
import type { DocumentLimits } from '../limits/limits.js';
import { type ValidOperation, validOperations } from '../operation/prepared-operation.js';
import { SharedCache } from '../base/shared-cache.js';
import { MalformedValuesRule } from './malformed-values.js';

/** The reasons why a document cannot be executed. Each error has its `extensions.code`. */
export class InvalidDocument extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}

const rules = [...specifiedRules, MalformedValuesRule];

/** The maximum number of errors reported for a document. */
const maxErrors = 20;

/** The default maximum memory of cached documents, in bytes. */
const defaultMaxBytes = 24 * 1024 * 1024;

/** The approximate memory of a document, in bytes, as measured. */
const documentBytes = (text: string, document: DocumentNode) => 1024 + 2 * text.length + 480 * tokensOf(document);

/** Parses and validates each document once, by its text. Only valid documents are cached. */
export class Documents {
  readonly #known: SharedCache<readonly ValidOperation[]>;

  /**
   * @param limits of a document's size; unlimited by default.
   * @param maxBytes the maximum memory of cached documents.
   */
  constructor(
    readonly schema: GraphQLSchema,
    private readonly limits?: DocumentLimits,
    maxBytes = defaultMaxBytes,
  ) {
    this.#known = new SharedCache(maxBytes);
  }

  /** Whether a document is cached, so that reading it takes no time. */
  has(text: string): boolean {
    return this.#known.has(text);
  }

  /** The texts of the cached documents. */
  get texts(): Iterable<string> {
    return this.#known.keys();
  }

  /**
   * The operations of a document.
   * @param callerId the caller: see `SharedCache`.
   * @throws InvalidDocument `GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, or `BAD_USER_INPUT` for a malformed
   * value
   * @throws LimitExceeded
   */
  read(text: string, callerId?: string): readonly ValidOperation[] {
    const known = this.#known.get(text, callerId);
    if (known) return known;
    const document = this.#parse(text);
    const operations = validOperations(document, documentHash(text));
    this.#known.set(text, operations, documentBytes(text, document), callerId);
    return operations;
  }

  /** The number of cached documents, and their approximate memory in bytes. */
  get kept(): { readonly count: number; readonly bytes: number } {
    return { count: this.#known.size, bytes: this.#known.weight };
  }

  #parse(text: string): DocumentNode {
    try {
      if (this.limits) checkLines(text, this.limits);
      const document = this.#parseLimited(text);
      if (this.limits) checkDocument(document, this.limits);
      const errors = validate(this.schema, document, rules, { maxErrors });
      if (errors.length > 0) {
        // Sets the code in place: a new error would search the text for its location again.
        for (const { extensions } of errors) extensions['code'] ??= 'GRAPHQL_VALIDATION_FAILED';
        throw new InvalidDocument(errors);
      }
      return document;
    } catch (error) {
      // The parser and the rules are recursive: a document that is nested too deeply overflows the stack.
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

function tokensOf({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken ?? null; token; token = token.next) tokens += 1;
  return tokens;
}

/** A digest of a document's text. */
export function documentHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** The message of graphql-js for a document with too many tokens. */
const tooManyTokens = (tokens: number) =>
  `Syntax Error: Document contains more that ${tokens} tokens. Parsing aborted.`;

export function nestedTooDeeply(): GraphQLError {
  return clientError('GRAPHQL_PARSE_FAILED', 'Expected an operation that is nested less deeply.');
}

/** Whether a document overflowed the stack. This is the caller's fault. */
export function isStackOverflow(error: unknown): boolean {
  if (error instanceof GraphQLError) return isStackOverflow(error.originalError);
  return error instanceof RangeError;
}

/** A copy of an error with a stable code. */
export function coded({ message, nodes, source, positions, path }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { code } });
}
