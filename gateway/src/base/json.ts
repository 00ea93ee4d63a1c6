/** An object as JSON.parse makes it: its own keys are whatever the subgraph sent. */
export type JsonObject = Record<string, unknown>;

export type PathKey = string | number;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a key of an object's own. Decided once per key: only a name that every object inherits (`constructor`,
 * `__proto__` …) needs the check.
 */
export function ownReader(key: string): (object: JsonObject) => unknown {
  if (key in Object.prototype) return (object) => (Object.hasOwn(object, key) ? object[key] : undefined);
  return (object) => object[key];
}

/** Sets a key of an object's own, whatever its name; a plain assignment to `__proto__` would change the prototype. */
export function setOwn(object: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}
