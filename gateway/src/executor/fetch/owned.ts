import type { Execution } from './execution.js';
import type { JsonObject } from '../../base/json.js';
import { copyOf } from './merge.js';

/**
 * What an execution may change. Requests that share an answer all see the same objects, which were parsed once; each
 * copies those that something is merged into, and leaves the others as they are.
 */
export class Owned {
  readonly #own = new Set<object>();

  /** An object or list itself, if it is the execution's own; else a copy, which is. What is in it is not copied. */
  own<T extends object>(value: T): T {
    if (this.#own.has(value)) return value;
    const copy = (Array.isArray(value) ? value.slice() : { ...value }) as T;
    this.#own.add(copy);
    return copy;
  }
}

/**
 * What of an answer may become part of an execution's data.
 * @param isShared whether other requests see it too.
 * @param changes whether it is about to be changed otherwise than by merging.
 */
export function usable(
  execution: Execution,
  data: JsonObject,
  { isShared, changes }: { readonly isShared: boolean; readonly changes: boolean },
): JsonObject {
  if (!isShared) return data;
  // Objects that wait for something already must stay the ones that they are.
  if (changes || (execution.gathered && !execution.owned)) return copyOf(data);
  execution.owned ??= new Owned();
  return data;
}
