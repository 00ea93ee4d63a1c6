import { maxSchemaBytes } from '../organisations/max-schema-bytes.js';
import type { Finding } from './check-report.js';
import {
  type DocumentNode,
  GraphQLError,
  isTypeSystemDefinitionNode,
  isTypeSystemExtensionNode,
  Kind,
  Lexer,
  parse,
  Source,
  TokenKind,
} from 'graphql';

/** How many types, and extensions of types, a subgraph's schema may have. */
const maxTypes = 5000;

/** The most tokens: more than a readable schema of that size has. */
const maxTokens = 300_000;

/** The deepest nesting of brackets in values, types and selections: recursive code must not overflow the stack. */
const maxDepth = 50;

/** A candidate's document, or the reason why it is unusable. */
type ReadCandidate = { readonly document: DocumentNode } | { readonly fault: Finding };

/** Reads a candidate schema; one that is too large is refused before parsing. */
export function readCandidate(sdl: string): ReadCandidate {
  const bytes = Buffer.byteLength(sdl);
  if (bytes > maxSchemaBytes) {
    return tooLarge(`expected a schema of at most ${maxSchemaBytes} bytes, got ${bytes}`);
  }
  try {
    if (depthOf(sdl) > maxDepth) return tooLarge(`expected brackets that nest at most ${maxDepth} deep, got more`);
    const document = parse(sdl, { maxTokens });
    const executable = document.definitions.find(
      (one) => !isTypeSystemDefinitionNode(one) && !isTypeSystemExtensionNode(one),
    );
    if (executable) {
      const { line, column } = executable.loc?.startToken ?? {};
      return unreadable('expected definitions of types alone, got an operation or fragment', line, column);
    }
    const types = document.definitions.filter((one) => 'name' in one && one.kind !== Kind.DIRECTIVE_DEFINITION).length;
    if (types > maxTypes) return tooLarge(`expected at most ${maxTypes} types and extensions of types, got ${types}`);
    return { document };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [{ line, column } = {}] = error.locations ?? [];
    return unreadable(error.message, line, column);
  }
}

function tooLarge(message: string): ReadCandidate {
  return { fault: { code: 'SCHEMA_TOO_LARGE', severity: 'ERROR', message } };
}

function unreadable(message: string, line?: number, column?: number): ReadCandidate {
  return { fault: { code: 'SCHEMA_UNREADABLE', severity: 'ERROR', message, line, column } };
}

/** The deepest nesting of brackets; stops a little above the limit. @throws GraphQLError for an invalid token. */
function depthOf(sdl: string): number {
  const lexer = new Lexer(new Source(sdl));
  let [depth, deepest] = [0, 0];
  for (let { kind } = lexer.advance(); !ending.has(kind) && deepest <= maxDepth; { kind } = lexer.advance()) {
    if (opening.has(kind)) deepest = Math.max(deepest, ++depth);
    else if (closing.has(kind)) depth -= 1;
  }
  return deepest;
}

const ending = new Set<string>([TokenKind.EOF]);
const opening = new Set<string>([TokenKind.BRACKET_L, TokenKind.BRACE_L, TokenKind.PAREN_L]);
const closing = new Set<string>([TokenKind.BRACKET_R, TokenKind.BRACE_R, TokenKind.PAREN_R]);
