import type { ExecutionResult } from 'graphql';

/** The part of a deferred fragment for one object. */
export interface Part {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly path: readonly (string | number)[];
  readonly label?: string;
  readonly errors?: ExecutionResult['errors'];
}

/** A response of an answer in parts: the first has data, the others what follows. */
export interface PartialResponse extends Pick<ExecutionResult, 'data' | 'errors'> {
  readonly incremental?: readonly Part[];
  readonly hasNext?: boolean;
}

/** An answer in parts as a client has it in the end. */
export function putTogether([first, ...later]: readonly PartialResponse[]): ExecutionResult {
  const data = structuredClone(first?.data ?? null);
  const errors = [...(first?.errors ?? [])];
  for (const part of later.flatMap(({ incremental = [] }) => incremental)) {
    if (part.data !== null) merge(at(data, part.path), part.data);
    errors.push(...(part.errors ?? []));
  }
  return { data, ...(errors.length > 0 && { errors }) };
}

function at(value: unknown, path: Part['path']): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

/**
 * Merges a part's object into the object of the answer. A null does not replace an object: it stands for a failed field
 * that only the part asks for.
 */
function merge(known: unknown, told: unknown): void {
  for (const [key, value] of Object.entries(told as object)) {
    const object = known as Record<string, unknown>;
    if (isObject(object[key]) && isObject(value)) merge(object[key], value);
    else if (value !== null || !isObject(object[key])) object[key] = value;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
