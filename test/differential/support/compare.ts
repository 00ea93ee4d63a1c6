import type { ExecutionResult } from 'graphql';
import type { Expected } from './oracle.js';

/** How far the errors of two answers are compared. */
export type Strictness = 'places' | 'those of the operation' | 'whether there are any';

/** The difference between two answers, in a line; undefined if they agree. */
export function difference(expected: Expected, got: ExecutionResult, strictness: Strictness): string | undefined {
  const [data, gotData] = [JSON.stringify(expected.data ?? null), JSON.stringify(got.data ?? null)];
  if (data !== gotData) return `data: expected ${data}, got ${gotData}`;
  return differentErrors(expected, got, strictness);
}

/**
 * What is different between an answer and one that came in parts. A null that may not be does not rise out of a deferred
 * fragment: what the whole answer has a null for is not compared then. Fields come in another order.
 */
export function differenceInParts(
  expected: Expected,
  got: ExecutionResult,
  strictness: Strictness,
): string | undefined {
  const risen = new Set(nullPlaces(expected));
  const shown = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (risen.has(path.join('.') || 'data')) return null;
    if (Array.isArray(value)) return value.map((item, index) => shown(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, each]) => [key, shown(each, [...path, key])]));
  };
  const [data, gotData] = [expected, got].map((result) => JSON.stringify(shown(result.data ?? null, [])));
  if (data !== gotData) return `data: expected ${data}, got in parts ${gotData}`;
  return differentErrors(expected, { ...got, data: expected.data ?? null }, strictness);
}

function differentErrors(expected: Expected, got: ExecutionResult, strictness: Strictness): string | undefined {
  const [errors, allErrors] = [nullPlaces(expected), nullPlaces(got)];
  if (strictness === 'whether there are any') {
    return errors.length > 0 === allErrors.length > 0
      ? undefined
      : `errors: expected ${errors.length}, got ${allErrors.length}`;
  }
  // An error of a field that the client did not ask for has no place in the answer. The planner also asks for fields
  // that a condition excludes (fault 14): the comparison tolerates their errors.
  const foreign = strictness === 'places' ? / \(absent\)$/ : /nowhere|\(absent\)$|\(not null\)$/;
  // Subgraphs may report errors in a hidden object; the oracle does not look into it.
  const isTolerated = (place: string) => expected.hidden.has(place) && !errors.includes(place);
  const gotErrors = allErrors.filter((place) => !foreign.test(place) && !isTolerated(place));
  if (errors.join() !== gotErrors.join())
    return `errors: expected at ${JSON.stringify(errors)}, got at ${JSON.stringify(gotErrors)}`;
  return undefined;
}

/**
 * The null places of an answer that its errors explain. If several errors lie below a null that rose to a parent,
 * GraphQL leaves open which of them the answer has; for every other error the place is its path.
 */
function nullPlaces({ data, errors = [] }: ExecutionResult): string[] {
  const places = errors.map(({ path }) => {
    if (!path) return 'nowhere';
    let value: unknown = data;
    for (const [index, key] of path.entries()) {
      if (value === undefined) return `${path.join('.')} (absent)`;
      if (value === null) return path.slice(0, index).join('.') || 'data';
      value = (value as Record<string | number, unknown>)[key];
    }
    if (value === undefined) return `${path.join('.')} (absent)`;
    return value === null ? path.join('.') : `${path.join('.')} (not null)`;
  });
  return [...new Set(places)].sort();
}
