/**
 * Takes from an object what it holds, once that is done with. Objects that a request began with are old by then, promises
 * and all that they lead to; and an old object, though nobody needs it any more, keeps what it holds from dying young:
 * it would be copied by two collections and kept until a full one.
 */
export function letGo(object: object): void {
  for (const key of Object.keys(object)) (object as Record<string, unknown>)[key] = undefined;
}
