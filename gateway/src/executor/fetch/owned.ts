import type { Execution } from './execution.js';
import type { JsonObject } from '../../base/json.js';
import { copyOf } from './merge.js';

/**
 * Tracks the objects that an execution may change. Requests that share an answer see the same objects, parsed once;
 * each execution copies an object before it merges into it, and shares the rest.
 */
export class Owned {
  readonly #own = new Set<object>();

  /** The object or list itself, if the execution owns it; else a shallow copy, which the execution then owns. */
  own<T extends object>(value: T): T {
    if (this.#own.has(value)) return value;
    const copy = (Array.isArray(value) ? value.slice() : { ...value }) as T;
    this.#own.add(copy);
    return copy;
  }
}

/**
 * The form in which an answer may become part of an execution's data.
 * @param isShared whether other requests see it too.
 * @param changes whether it is about to be changed otherwise than by merging.
 */
export function usable(
  execution: Execution,
  data: JsonObject,
  { isShared, changes }: { readonly isShared: boolean; readonly changes: boolean },
): JsonObject {
  if (!isShared) return data;
  // Objects that already wait for an answer must keep their identity.
  if (changes || (execution.gathered && !execution.owned)) return copyOf(data);
  execution.owned ??= new Owned();
  return data;
}
