import { isObject, type JsonObject, setOwn } from '../../base/json.js';
import { quoted } from '../../base/name-in-code.js';
import type { Owned } from './owned.js';

/**
 * Merges a subgraph's answer into the data, in place.
 * @param owned tracks which objects below may be changed; given if some may not.
 */
export type Merge = (target: JsonObject, source: JsonObject, owned?: Owned) => void;

/** Merges a value into the value that the target already has under the key. */
type MergeKnown = (target: JsonObject, key: string, known: unknown, value: unknown, owned?: Owned) => void;

/** Merging for the types of a supergraph. */
export interface Merger {
  readonly merge: Merge;
  /** Prepares merging objects by the requested keys only; it is faster, and ignores other keys. */
  readonly mergeKeys: (keys: readonly string[]) => Merge;
}

/**
 * Prepares merging. Objects are merged by key and lists by index. A value wins over null, and a concrete type's name
 * over an interface's, which is the only name that a subgraph with an `@interfaceObject` knows.
 *
 * The source's objects become part of the target: the execution must own them, or track them as shared.
 */
export function merger(isInterface: (typename: string) => boolean): Merger {
  const mergeObjects: Merge = (target, source, owned) => {
    for (const key of Object.keys(source)) {
      const value = source[key];
      let known = target[key];
      // An inherited value does not count.
      if (known !== undefined && key in Object.prototype && !Object.hasOwn(target, key)) known = undefined;
      if (known === undefined || known === null) setOwn(target, key, value);
      else if (known !== value && value !== null) mergeKnown(target, key, known, value, owned);
    }
  };

  const mergeKnown: MergeKnown = (target, key, known, value, owned) => {
    if (typeof known === 'object') {
      const own = owned?.own(known as object) ?? (known as object);
      if (own !== known) setOwn(target, key, own);
      mergeValues(own, value, owned);
    } else if (key !== '__typename' || isInterface(known as string)) setOwn(target, key, value);
  };

  const mergeValues = (known: object, value: unknown, owned?: Owned): void => {
    if (Array.isArray(known)) {
      if (Array.isArray(value)) mergeLists(known, value, owned);
    } else if (isObject(value)) mergeObjects(known as JsonObject, value, owned);
  };

  const mergeLists = (target: unknown[], source: readonly unknown[], owned?: Owned): void => {
    source.forEach((value, index) => {
      const known = target[index];
      if (known === undefined || known === null) target[index] = value;
      else if (known !== value && typeof known === 'object') {
        const own = owned?.own(known) ?? known;
        target[index] = own;
        mergeValues(own, value, owned);
      }
    });
  };

  return {
    merge: mergeObjects,
    // Keys that every object inherits take the slower way.
    mergeKeys: (keys) => (keys.some((key) => key in Object.prototype) ? mergeObjects : keyedMerge(keys, mergeKnown)),
  };
}

/** Compiles a function that merges some keys, as above: its code is made of these, each checked to be a name. */
function keyedMerge(keys: readonly string[], mergeKnown: MergeKnown): Merge {
  const lines = keys.map(quoted).map(
    (key) => `value = source[${key}];
if (value !== undefined) {
known = target[${key}];
if (known === undefined || known === null) target[${key}] = value;
else if (known !== value && value !== null) mergeKnown(target, ${key}, known, value, owned);
}`,
  );
  const code = `return function mergeObject(target, source, owned) {
let value, known;
${lines.join('\n')}
};`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- see above
  return new Function('mergeKnown', code)(mergeKnown) as Merge;
}

/** A copy that shares nothing with the original. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) setOwn(copy, key, copyOf(value[key]));
  return copy as T;
}
