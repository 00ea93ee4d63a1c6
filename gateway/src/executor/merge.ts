import { isObject, type JsonObject, setOwn } from './json.js';
import { quoted } from './name-in-code.js';

/** Merges what a subgraph answered into what is known already, in place. */
export type Merge = (target: JsonObject, source: JsonObject) => void;

/** Merging for the types of a supergraph. */
export interface Merger {
  readonly merge: Merge;
  /** Prepares merging of objects that are asked for some keys only; it is faster, and what else they have is left. */
  readonly mergeKeys: (keys: readonly string[]) => Merge;
}

/**
 * Prepares merging. Objects are merged by key and lists by index; a value wins over null, and a concrete type's name
 * over that of an interface, which is all that a subgraph with an `@interfaceObject` knows.
 *
 * The source's objects become part of the target: it must be the caller's own.
 */
export function merger(isInterface: (typename: string) => boolean): Merger {
  const mergeObjects: Merge = (target, source) => {
    for (const key of Object.keys(source)) {
      const value = source[key];
      let known = target[key];
      // What is known but inherited is not known.
      if (known !== undefined && key in Object.prototype && !Object.hasOwn(target, key)) known = undefined;
      if (known === undefined || known === null) setOwn(target, key, value);
      else if (known !== value && value !== null) mergeKnown(target, key, known, value);
    }
  };

  const mergeKnown = (target: JsonObject, key: string, known: unknown, value: unknown): void => {
    if (typeof known === 'object') mergeValues(known as object, value);
    else if (key !== '__typename' || isInterface(known as string)) setOwn(target, key, value);
  };

  const mergeValues = (known: object, value: unknown): void => {
    if (Array.isArray(known)) {
      if (Array.isArray(value)) mergeLists(known, value);
    } else if (isObject(value)) mergeObjects(known as JsonObject, value);
  };

  const mergeLists = (target: unknown[], source: readonly unknown[]): void => {
    source.forEach((value, index) => {
      const known = target[index];
      if (known === undefined || known === null) target[index] = value;
      else if (known !== value && typeof known === 'object') mergeValues(known, value);
    });
  };

  return {
    merge: mergeObjects,
    // Names that every object inherits are merged one by one.
    mergeKeys: (keys) => (keys.some((key) => key in Object.prototype) ? mergeObjects : keyedMerge(keys, mergeKnown)),
  };
}

/** Writes the function that merges some keys, as above: its code is made of these, each checked to be a name. */
function keyedMerge(
  keys: readonly string[],
  mergeKnown: (target: JsonObject, key: string, known: unknown, value: unknown) => void,
): Merge {
  const lines = keys.map(quoted).map(
    (key) => `value = source[${key}];
if (value !== undefined) {
known = target[${key}];
if (known === undefined || known === null) target[${key}] = value;
else if (known !== value && value !== null) mergeKnown(target, ${key}, known, value);
}`,
  );
  const code = `return function mergeObject(target, source) {
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
