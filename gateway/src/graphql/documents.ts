import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql';
import { clientError } from '@hub/protocol';
import { checkDocument, checkLines } from '../limits/check-document.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';
import type { DocumentLimits } from '../limits/limits.js';
import { type ValidOperation, validOperations } from '../operation/prepared-operation.js';
import { SharedCache } from '../base/shared-cache.js';
import { MalformedValuesRule } from './malformed-values.js';

/** Why a document cannot be executed: each error has its `extensions.code`. */
export class InvalidDocument extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}

const rules = [...specifiedRules, MalformedValuesRule];

/** The most faults of a document that are told. */
const maxErrors = 20;

/** How much memory documents that are kept may take together unless told, in bytes. */
const defaultMaxBytes = 24 * 1024 * 1024;

/** About how much memory a document takes, in bytes: measured, see docs/decisions/limits.md. */
const documentBytes = (text: string, document: DocumentNode) => 1024 + 2 * text.length + 480 * tokensOf(document);

/** Parses and validates each document once, by its text. What is not valid is not kept. */
export class Documents {
  readonly #known: SharedCache<readonly ValidOperation[]>;

  /**
   * @param limits without which a document may be of any size.
   * @param maxBytes how much memory those that are kept may take together.
   */
  constructor(
    readonly schema: GraphQLSchema,
    private readonly limits?: DocumentLimits,
    maxBytes = defaultMaxBytes,
  ) {
    this.#known = new SharedCache(maxBytes);
  }

  /** Whether a document is kept, so that reading it takes no time. */
  has(text: string): boolean {
    return this.#known.has(text);
  }

  /** The texts of those that are kept. */
  get texts(): Iterable<string> {
    return this.#known.keys();
  }

  /**
   * The operations of a document.
   * @param callerId who asks: see `SharedCache`.
   * @throws InvalidDocument `GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, or `BAD_USER_INPUT` for a malformed value
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

  /** How many documents are kept, and about how many bytes of memory they take. */
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
        // Not made anew: each would look for its place in the text again.
        for (const { extensions } of errors) extensions['code'] ??= 'GRAPHQL_VALIDATION_FAILED';
        throw new InvalidDocument(errors);
      }
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

function tokensOf({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken ?? null; token; token = token.next) tokens += 1;
  return tokens;
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

/** Whether it took more than the stack to read a document: the caller's doing, and no fault of ours. */
export function isStackOverflow(error: unknown): boolean {
  if (error instanceof GraphQLError) return isStackOverflow(error.originalError);
  return error instanceof RangeError;
}

/** An error with its stable code. */
export function coded({ message, nodes, source, positions, path }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { code } });
}
