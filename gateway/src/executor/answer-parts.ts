import { GraphQLError } from 'graphql';
import type { DeferredPart } from './deferred-parts.js';
import type { PathKey } from '../base/json.js';
import type { Problem } from './response/object-code.js';
import { problemErrors, type ProblemMeans } from './response/response-errors.js';

/** The result of the fetches for a deferred fragment. */
export interface FetchOutcome {
  /** Their paths are those in the caller's operation. */
  readonly errors: readonly GraphQLError[];
  /** An error inside the gateway. */
  readonly failure?: unknown;
}

export interface AnsweredPart {
  readonly part: DeferredPart;
  /** Null if a non-null field is null: the null stays within the fragment. */
  readonly data: unknown;
  readonly errors: readonly GraphQLError[] | undefined;
}

/**
 * Completes the data of a deferred fragment for the objects that it applies to.
 * @param means its causes are the earlier errors.
 */
export function answerParts(
  parts: readonly DeferredPart[],
  { errors, failure }: FetchOutcome,
  means: ProblemMeans,
): AnsweredPart[] {
  if (failure !== undefined) return parts.map((part) => failed(part, failure));
  const errorsOf = errorsByPart(errors, parts);
  const causes = [...errors, ...(means.causes ?? [])];
  return parts.map((part, index) => {
    const problems: Problem[] = [];
    const data = part.complete(part.object, problems) ?? null;
    const located = problems.map((problem) => ({ ...problem, path: [...part.path, ...problem.path.reverse()] }));
    const own = errorsOf.get(index) ?? [];
    const all = [...own, ...problemErrors(located, own, { ...means, causes })];
    return { part, data, errors: all.length > 0 ? all : undefined };
  });
}

function failed(part: DeferredPart, failure: unknown): AnsweredPart {
  const originalError = failure instanceof Error ? failure : new Error(String(failure));
  return { part, data: null, errors: [new GraphQLError(originalError.message, { path: part.path, originalError })] };
}

/** The errors at and below each part, by its index; the first part gets the errors without a part. */
function errorsByPart(errors: readonly GraphQLError[], parts: readonly DeferredPart[]) {
  const indexes = new Map(parts.map(({ path }, index) => [JSON.stringify(path), index]));
  const byPart = new Map<number, GraphQLError[]>();
  for (const error of errors) {
    const index = partOf(error.path ?? [], indexes) ?? 0;
    const same = byPart.get(index);
    if (same) same.push(error);
    else byPart.set(index, [error]);
  }
  return byPart;
}

function partOf(path: readonly PathKey[], indexes: ReadonlyMap<string, number>): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const index = indexes.get(JSON.stringify(path.slice(0, length)));
    if (index !== undefined) return index;
  }
  return undefined;
}
