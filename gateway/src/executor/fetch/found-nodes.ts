/** Objects that a subgraph returned for an id, even without fields. */
const foundNodes = new WeakSet<object>();

/** Notes that a subgraph returned an object for its id: a missing field of it is a fault. */
export function noteFoundNode(object: object): void {
  foundNodes.add(object);
}

/** Whether a subgraph returned an object for its id. */
export function isFoundNode(object: object): boolean {
  return foundNodes.has(object);
}
