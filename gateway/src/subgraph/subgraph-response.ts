import { isTooDeep } from '../base/nesting.js';

/** An error of a subgraph, in the form that a caller may see. */
export interface SubgraphError {
  readonly message: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A GraphQL response of a subgraph; `data` is null only with an error. */
export interface SubgraphResponse {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly SubgraphError[];
  /** For a subscription's event: the thing of which it is the present value, if the subgraph names one. */
  readonly present?: string;
}

/** Extensions that reveal a subgraph's internals, or that would change the gateway's own HTTP response (`http`). */
const internalExtensions = new Set(['stacktrace', 'exception', 'response', 'http']);

/** How many errors of one answer are passed on; each costs the gateway some microseconds. */
const maxErrors = 10_000;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Parses the body of a subgraph's response; undefined if it is no GraphQL response.
 * @see https://spec.graphql.org/September2025/#sec-Response-Format
 */
export function readSubgraphResponse(body: string): SubgraphResponse | undefined {
  try {
    return toSubgraphResponse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

const noErrors: readonly SubgraphError[] = [];

/** Reads parsed JSON as a subgraph's response; undefined if it is none. */
export function toSubgraphResponse(response: unknown): SubgraphResponse | undefined {
  if (!isRecord(response)) return undefined;
  const { data = null, errors = noErrors, extensions } = response;
  if (data !== null && !isRecord(data)) return undefined;
  // The usual case, without further allocation.
  if (errors === noErrors && extensions === undefined) return data ? { data, errors: noErrors } : undefined;
  if (!Array.isArray(errors) || !errors.every(isRecord)) return undefined;
  if (data === null && errors.length === 0) return undefined;
  const told = errors.slice(0, maxErrors).map(readError);
  const more = errors.length - told.length;
  if (more > 0) told.push({ message: `The subgraph has ${more} more errors.`, path: undefined, extensions: {} });
  const present = isRecord(extensions) ? extensions['present'] : undefined;
  return { data, errors: told, ...(typeof present === 'string' && { present }) };
}

function readError({ message, path, extensions }: Record<string, unknown>): SubgraphError {
  return {
    message: typeof message === 'string' && message ? message : 'The subgraph gave no reason.',
    path: isPath(path) ? path : undefined,
    extensions: isRecord(extensions)
      ? Object.fromEntries(
          Object.entries(extensions).filter(([name, value]) => !internalExtensions.has(name) && !isTooDeep(value)),
        )
      : {},
  };
}

function isPath(value: unknown): value is (string | number)[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string' || typeof part === 'number');
}
