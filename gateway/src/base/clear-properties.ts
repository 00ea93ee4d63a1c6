/**
 * Clears an object's properties after its last use. Objects of a long request move to the old generation of the heap.
 * An old object without users still keeps its values alive until a full collection, so young values would be copied
 * twice and stay.
 */
export function clearProperties(object: object): void {
  for (const key of Object.keys(object)) (object as Record<string, unknown>)[key] = undefined;
}
