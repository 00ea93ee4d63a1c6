/** An object from `JSON.parse`. A subgraph chooses its keys. */
export type JsonObject = Record<string, unknown>;

export type PathKey = string | number;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Makes a function that reads an own key of objects. Only names that every object inherits (`constructor`, `__proto__`
 * …) need a check, which is decided once per key.
 */
export function ownReader(key: string): (object: JsonObject) => unknown {
  if (key in Object.prototype) return (object) => (Object.hasOwn(object, key) ? object[key] : undefined);
  return (object) => object[key];
}

/** Sets an own key of an object, whatever its name. A plain assignment to `__proto__` would change the prototype. */
export function setOwn(object: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}
