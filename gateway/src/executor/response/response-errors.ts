import { GraphQLError } from 'graphql';
import type { Caller } from '../../request/caller.js';
import type { PathKey } from '../../base/json.js';
import type { Problem } from './object-code.js';

/** Gives a path the caller's keys. */
type InOperation = (path: readonly PathKey[]) => readonly PathKey[];

/** The errors of the subgraphs, each once and where the caller's operation has its place. */
export function subgraphErrors(errors: readonly GraphQLError[], inOperation: InOperation): GraphQLError[] {
  return distinct(errors.map((error) => atPath(error, inOperation)));
}

/** What problems are told with. */
export interface ProblemMeans {
  readonly caller: Caller;
  /** What else may be why a value is null: the errors of the fetches above its place. */
  readonly causes?: readonly GraphQLError[];
  /** The names of the subgraphs that answer a field, which is named as `Type.field`. */
  readonly answering: (field: string) => readonly string[];
}

/**
 * The problems, without those of a subgraph's nulls of which its own error at or below that place says why. A field that
 * is refused in several places of lists is one error, with their number. A null for which a subgraph's failure above that
 * place is to blame names that subgraph, with the failure's code.
 */
export function problemErrors(
  problems: readonly Problem[],
  errors: readonly GraphQLError[],
  { caller, causes = errors, answering }: ProblemMeans,
): GraphQLError[] {
  if (problems.length === 0) return [];
  // Both may be as many as a response has objects.
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
      const told = refusal.toldTo(caller);
      const extensions = places > 1 ? { ...told.extensions, places } : told.extensions;
      return new GraphQLError(told.message, { path, extensions });
    });
}

/** The errors that name a subgraph, by the place that they are about. */
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
 * Why a value is null: the nearest error above it, of a subgraph that answers its field where there is one; else of one
 * whose answer the others needed.
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

/** Refusals of one field for one reason, once: the types that an abstract one stands for have found it each. */
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

/** Errors of one subgraph that say the same of one place, once. */
function distinct(errors: readonly GraphQLError[]): GraphQLError[] {
  const seen = new Map<string, GraphQLError>();
  for (const error of errors) {
    const key = JSON.stringify([error.message, error.path, error.extensions]);
    if (!seen.has(key)) seen.set(key, error);
  }
  return [...seen.values()];
}
