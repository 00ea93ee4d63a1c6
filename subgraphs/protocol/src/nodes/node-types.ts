import { type DocumentNode, Kind, type ObjectTypeDefinitionNode } from 'graphql';

/**
 * The names for finding objects of any type by one id (GraphQL Global Object Identification): each subgraph gives its
 * own types an `id`, and the gateway's schema has `node` and `nodes`, which reach them through a key that no caller
 * sees.
 */
export const node = {
  /** The interface of all such objects. */
  type: 'Node',
  /** The key with which the gateway fetches one; its value is the id. */
  key: 'nodeKey',
  /** The most objects of one `nodes`. */
  most: 100,
} as const;

/** The interface in each subgraph's schema. */
export const nodeInterface = `"""An object with an id that is unique in the whole graph (đối tượng có mã định danh toàn cục)."""
interface ${node.type} {
  """Its id in the whole graph (mã định danh toàn cục): give it to \`node\` to ask for the same object again."""
  id: ID!
}
`;

const typeName = /^[A-Za-z]\w*$/;

/** The id of an object: its type, and its key within the type. */
export function nodeId(type: string, key: string): string {
  return `${type}:${key}`;
}

/** The type and key in an id; undefined where it is none. */
export function readNodeId(id: string): { readonly type: string; readonly key: string } | undefined {
  const at = id.indexOf(':');
  const [type, key] = [id.slice(0, at), id.slice(at + 1)];
  return at > 0 && typeName.test(type) && key !== '' ? { type, key } : undefined;
}

/** The types of a subgraph's schema that can be found by ids. */
export function nodeTypesOf({ definitions }: DocumentNode): string[] {
  return definitions.flatMap((one) => {
    if (one.kind !== Kind.OBJECT_TYPE_DEFINITION && one.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
    const isNode = one.interfaces?.some(({ name }) => name.value === node.type) === true;
    return isNode && hasKey(one) ? [one.name.value] : [];
  });
}

function hasKey({ directives = [] }: Pick<ObjectTypeDefinitionNode, 'directives'>): boolean {
  return directives.some(
    ({ name, arguments: given = [] }) =>
      name.value === 'key' && given.some(({ value }) => value.kind === Kind.STRING && value.value.trim() === node.key),
  );
}

/** The gateway's schema for these types: how ids find them. Empty without any. */
export function nodeSchema(types: readonly string[]): string {
  if (types.length === 0) return '';
  const stubs = [...new Set(types)].toSorted().map(
    (type) => `
type ${type} implements ${node.type} @key(fields: "${node.key}", resolvable: false) {
  id: ID! @external
  ${node.key}: ID! @inaccessible
}
`,
  );
  return `
${nodeInterface}
extend type Query {
  """
  The object with this id (đối tượng theo mã định danh), of any type that has one; null where there is none, and where the
  caller may not see it.
  """
  node(
    """Its id in the whole graph (mã định danh toàn cục)."""
    id: ID!
  ): ${node.type}

  """
  The objects with these ids (các đối tượng theo mã định danh), in their order; null in the place of each that there is not,
  or that the caller may not see.
  """
  nodes(
    """Their ids in the whole graph (các mã định danh toàn cục), ${node.most} at most."""
    ids: [ID!]!
  ): [${node.type}]
}
${stubs.join('')}`;
}
