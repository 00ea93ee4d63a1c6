import { badUserInput, node, readNodeId } from '@hub/protocol';

/** The arguments of `Query.node`. */
export interface AskedNode {
  readonly id: string;
}

/** The arguments of `Query.nodes`. */
export interface AskedNodes {
  readonly ids: readonly string[];
}

/** A reference to an object by its id. Only the owning subgraph knows whether the object exists. */
export interface NamedNode {
  readonly __typename: string;
  readonly [node.key]: string;
}

/**
 * The object that an id names; null if its type has no lookup by id.
 * @param types the types with a lookup by id.
 */
export function nodeOf(id: string, types: ReadonlySet<string>): NamedNode | null {
  const type = readNodeId(id)?.type;
  return type !== undefined && types.has(type) ? { __typename: type, [node.key]: id } : null;
}

/**
 * The objects that ids name, in their order.
 * @throws GraphQLError `BAD_USER_INPUT` if there are too many.
 */
export function nodesOf(ids: readonly string[], types: ReadonlySet<string>): readonly (NamedNode | null)[] {
  if (ids.length > node.most) throw badUserInput(`Expected at most ${node.most} ids, got ${ids.length}.`);
  return ids.map((id) => nodeOf(id, types));
}
