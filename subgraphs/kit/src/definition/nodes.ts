import { node, nodeId, nodeInterface, readNodeId } from '@hub/protocol';
import {
  defaultFieldResolver,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
} from 'graphql';
import type { ReferenceResolver } from './subgraph.js';

/** The key field that finds an entity by its id in the whole graph. */
type NodeKey = 'code' | 'id';

/** The entities of a subgraph with ids in the whole graph. */
export interface Nodes {
  /** The subgraph's schema, with these ids. */
  readonly document: DocumentNode;
  /** The schema's text. It is made only when used, because it is as long as all descriptions. */
  readonly sdl: string;
  /** The key field of each entity, by the type's name. */
  readonly keys: ReadonlyMap<string, NodeKey>;
}

/**
 * Gives each entity of a subgraph an id in the whole graph, with which `node` finds it: the entity's `id` where that is
 * a key, otherwise its type and code. A caller who may see the code may see the id.
 * @param sdl the schema of the subgraph's classes.
 * @param owned the names of the subgraph's entities.
 */
export function withNodes(sdl: string, owned: readonly string[]): Nodes {
  const document = parse(sdl, { noLocation: true });
  const keys = new Map<string, NodeKey>();
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !owned.includes(definition.name.value)) return definition;
    const key = keyOf(definition);
    if (!key) return definition;
    keys.set(definition.name.value, key);
    return nodeOf(definition, key);
  });
  if (keys.size === 0) return { document, sdl, keys };
  const { definitions: added } = parse(nodeInterface, { noLocation: true });
  const withIds = { ...document, definitions: [...definitions, ...added] };
  return {
    document: withIds,
    get sdl() {
      return print(withIds);
    },
    keys,
  };
}

/** An entity with both an `id` and a code is found by its `id`, which may name a version of it. */
function keyOf({ fields = [], directives = [] }: ObjectTypeDefinitionNode): NodeKey | undefined {
  const isKey = (field: string) =>
    directives.some(
      ({ name, arguments: given = [] }) =>
        name.value === 'key' && given.some(({ value }) => value.kind === Kind.STRING && value.value === field),
    );
  if (isKey('id')) return 'id';
  // An id that is no key is unique only among entities of its type.
  return isKey('code') && !fields.some(({ name }) => name.value === 'id') ? 'code' : undefined;
}

const rights = new Set(['authenticated', 'requiresScopes', 'policy']);

function nodeOf(definition: ObjectTypeDefinitionNode, key: NodeKey): ObjectTypeDefinitionNode {
  const stub = parse(
    `type Stub implements ${node.type} @key(fields: "${node.key}") {
      """Its id in the whole graph (mã định danh toàn cục): \`node\` finds it by that."""
      id: ID!
      """Its id, as the gateway asks for it (khóa nội bộ)."""
      ${node.key}: ID! @inaccessible
    }`,
    { noLocation: true },
  ).definitions[0] as ObjectTypeDefinitionNode;
  const [id, nodeKey] = stub.fields as readonly [FieldDefinitionNode, FieldDefinitionNode];
  const known = definition.fields?.find(({ name }) => name.value === key);
  const demanded = (known?.directives ?? []).filter(({ name }) => rights.has(name.value));
  const added = key === 'id' ? [nodeKey] : [{ ...id, directives: demanded }, nodeKey];
  return {
    ...definition,
    interfaces: [...(definition.interfaces ?? []), ...(stub.interfaces ?? [])],
    directives: [...(definition.directives ?? []), ...(stub.directives ?? [])],
    fields: [...(definition.fields ?? []), ...added],
  };
}

/** Finds an entity by its own keys and by its id in the whole graph. */
export function findingNodes(type: string, key: NodeKey, find: ReferenceResolver): ReferenceResolver {
  return (representation: Readonly<Record<string, unknown>>, context) => {
    const id = representation[node.key];
    if (typeof id !== 'string') return find(representation as never, context);
    const named = readNodeId(id);
    if (named?.type !== type) return null;
    return find({ __typename: type, [key]: key === 'id' ? id : named.key } as never, context);
  };
}

/** Lets entities resolve their ids in the whole graph, in an executable schema. */
export function answerNodeIds(schema: GraphQLSchema, keys: Nodes['keys']): void {
  for (const [name, key] of keys) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    const fields = type.getFields();
    const own = fields[key]?.resolve ?? defaultFieldResolver;
    const told: GraphQLFieldResolver<unknown, unknown> = (parent, given, context, info) =>
      own(parent, given, context, { ...info, fieldName: key });
    const id: typeof told =
      key === 'id' ? told : async (...asked) => nodeId(name, String(await Promise.resolve(told(...asked))));
    for (const field of [fields['id'], fields[node.key]]) if (field && field.name !== key) field.resolve = id;
  }
}
