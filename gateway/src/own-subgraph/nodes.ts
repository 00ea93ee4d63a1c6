import { badUserInput, node, readNodeId } from '@hub/protocol';

/** The arguments of `Query.node`. */
export interface AskedNode {
  readonly id: string;
}

/** The arguments of `Query.nodes`. */
export interface AskedNodes {
  readonly ids: readonly string[];
}

/** An object by its id, as the subgraph that owns it is asked for it: whether there is one, that subgraph alone says. */
export interface NamedNode {
  readonly __typename: string;
  readonly [node.key]: string;
}

/**
 * What an id names; null where it names no type that is found by ids.
 * @param types those that are.
 */
export function nodeOf(id: string, types: ReadonlySet<string>): NamedNode | null {
  const type = readNodeId(id)?.type;
  return type !== undefined && types.has(type) ? { __typename: type, [node.key]: id } : null;
}

/**
 * What ids name, in their order.
 * @throws GraphQLError `BAD_USER_INPUT` where there are too many.
 */
export function nodesOf(ids: readonly string[], types: ReadonlySet<string>): readonly (NamedNode | null)[] {
  if (ids.length > node.most) throw badUserInput(`Expected at most ${node.most} ids, got ${ids.length}.`);
  return ids.map((id) => nodeOf(id, types));
}
