import { GraphQLError } from 'graphql';
import type { Caller } from '../../request/caller.js';
import type { PathKey } from '../../base/json.js';
import type { Problem } from './object-code.js';

/** Translates a path to the caller's keys. */
type InOperation = (path: readonly PathKey[]) => readonly PathKey[];

/** The errors of the subgraphs, each once, with paths in the caller's operation. */
export function subgraphErrors(errors: readonly GraphQLError[], inOperation: InOperation): GraphQLError[] {
  return distinct(errors.map((error) => atPath(error, inOperation)));
}

/** The inputs for reporting problems. */
export interface ProblemMeans {
  readonly caller: Caller;
  /** Further possible causes of a null: the errors of the fetches above it. */
  readonly causes?: readonly GraphQLError[];
  /** The names of the subgraphs that answer a field, given as `Type.field`. */
  readonly answering: (field: string) => readonly string[];
}

/**
 * The errors of problems. A null that a subgraph's own error at or below it explains is left out. A field refused in
 * several places of lists is one error, with the number of places. A null caused by a subgraph's failure above it names
 * that subgraph and the failure's code.
 */
export function problemErrors(
  problems: readonly Problem[],
  errors: readonly GraphQLError[],
  { caller, causes = errors, answering }: ProblemMeans,
): GraphQLError[] {
  if (problems.length === 0) return [];
  // A set, since both lists may be as long as a response has objects.
  const explained = new Set<string>();
  for (const { path } of errors) {
    for (let length = path?.length ?? -1; length >= 0; length--) explained.add(JSON.stringify(path?.slice(0, length)));
  }
  const causesAt = byPlace(causes);
  const counted = withoutRepeated(problems);
  return counted
    .filter(({ path, refusal }) => refusal !== undefined || !explained.has(JSON.stringify(path)))
    .map(({ message, path, nullField, refusal, places = 1 }) => {
      if (!refusal) {
        const cause = nullField === undefined ? undefined : causeOf(path, causesAt, answering(nullField));
        if (!cause) return new GraphQLError(message, { path, extensions: { code: 'SUBGRAPH_INVALID_RESPONSE' } });
        const { code, serviceName } = cause.extensions;
        return new GraphQLError(`${message.slice(0, -1)}: ${cause.message}`, {
          path,
          extensions: { code, serviceName },
        });
      }
      const told = refusal.shownTo(caller);
      const extensions = places > 1 ? { ...told.extensions, places } : told.extensions;
      return new GraphQLError(told.message, { path, extensions });
    });
}

/** The errors that name a subgraph, by path. */
function byPlace(errors: readonly GraphQLError[]): ReadonlyMap<string, readonly GraphQLError[]> {
  const found = new Map<string, GraphQLError[]>();
  for (const error of errors) {
    if (!error.path || error.extensions['serviceName'] === undefined) continue;
    const place = JSON.stringify(error.path);
    const same = found.get(place);
    if (same) same.push(error);
    else found.set(place, [error]);
  }
  return found;
}

/**
 * The cause of a null: the nearest error above it, preferably of a subgraph that answers its field, else of a subgraph
 * on whose answer the others depend.
 */
function causeOf(
  path: readonly PathKey[],
  causesAt: ReadonlyMap<string, readonly GraphQLError[]>,
  answering: readonly string[],
): GraphQLError | undefined {
  if (causesAt.size === 0) return undefined;
  let nearest: GraphQLError | undefined;
  for (let length = path.length; length > 0; length--) {
    const here = causesAt.get(JSON.stringify(path.slice(0, length))) ?? [];
    const own = here.find(({ extensions }) => answering.includes(String(extensions['serviceName'])));
    if (own) return own;
    nearest ??= here[0];
  }
  return nearest;
}

/** Refusals of one field for one reason, once: each type of an abstract one reports its own. */
function withoutRepeated(problems: readonly Problem[]): Problem[] {
  const counted: Problem[] = [];
  const indexes = new Map<string, number[]>();
  for (const problem of problems) {
    const { path, refusal, places = 1 } = problem;
    if (!refusal) {
      counted.push(problem);
      continue;
    }
    const place = JSON.stringify(path.filter((key) => typeof key === 'string'));
    const known = indexes.get(place) ?? [];
    const index = known.find((one) => counted[one]?.refusal?.refusedBy === refusal.refusedBy);
    const first = index === undefined ? undefined : counted[index];
    if (index !== undefined && first) counted[index] = { ...first, places: (first.places ?? 1) + places };
    else indexes.set(place, [...known, counted.push(problem) - 1]);
  }
  return counted;
}

function atPath(error: GraphQLError, inOperation: InOperation): GraphQLError {
  if (!error.path) return error;
  const path = inOperation(error.path);
  if (path.length === error.path.length && path.every((key, index) => key === error.path?.[index])) return error;
  return new GraphQLError(error.message, { path: path.length > 0 ? path : undefined, extensions: error.extensions });
}

/** Errors without repetitions of the same message by one subgraph at one path. */
function distinct(errors: readonly GraphQLError[]): GraphQLError[] {
  const seen = new Map<string, GraphQLError>();
  for (const error of errors) {
    const key = JSON.stringify([error.message, error.path, error.extensions]);
    if (!seen.has(key)) seen.set(key, error);
  }
  return [...seen.values()];
}
