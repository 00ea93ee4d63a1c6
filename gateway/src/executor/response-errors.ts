import { GraphQLError } from 'graphql';
import type { PathKey } from './json.js';
import type { Problem } from './object-code.js';

/** Gives a path the client's keys. */
type InOperation = (path: readonly PathKey[]) => readonly PathKey[];

/** The errors of the subgraphs, each once and where the client's operation has its place. */
export function subgraphErrors(errors: readonly GraphQLError[], inOperation: InOperation): GraphQLError[] {
  return distinct(errors.map((error) => atPath(error, inOperation)));
}

/** The problems, without those of a subgraph's nulls of which its own error at or below that place says why. */
export function problemErrors(problems: readonly Problem[], errors: readonly GraphQLError[]): GraphQLError[] {
  if (problems.length === 0) return [];
  // Both may be as many as a response has objects.
  const explained = new Set<string>();
  for (const { path } of errors) {
    for (let length = path?.length ?? -1; length >= 0; length--) explained.add(JSON.stringify(path?.slice(0, length)));
  }
  return problems
    .filter(({ path, extensions }) => extensions !== undefined || !explained.has(JSON.stringify(path)))
    .map(
      ({ message, path, extensions = { code: 'SUBGRAPH_INVALID_RESPONSE' } }) =>
        new GraphQLError(message, { path, extensions }),
    );
}

function atPath(error: GraphQLError, inOperation: InOperation): GraphQLError {
  if (!error.path) return error;
  const path = inOperation(error.path);
  if (path.length === error.path.length && path.every((key, index) => key === error.path?.[index])) return error;
  return new GraphQLError(error.message, { path: path.length > 0 ? path : undefined, extensions: error.extensions });
}

/** Errors of one subgraph that say the same of one place, once. */
function distinct(errors: readonly GraphQLError[]): GraphQLError[] {
  const seen = new Map<string, GraphQLError>();
  for (const error of errors) {
    const key = JSON.stringify([error.message, error.path, error.extensions]);
    if (!seen.has(key)) seen.set(key, error);
  }
  return [...seen.values()];
}
