/** Objects that a subgraph gave when it was asked for them by their ids, whatever it said of them. */
const foundNodes = new WeakSet<object>();

/** Notes that a subgraph gave an object by its id: what is missing of it is a fault. */
export function noteFoundNode(object: object): void {
  foundNodes.add(object);
}

/** Whether a subgraph gave an object by its id. */
export function isFoundNode(object: object): boolean {
  return foundNodes.has(object);
}
