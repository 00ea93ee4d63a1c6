import { node } from '@hub/protocol';
import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from 'graphql';

const roots = new Set(['Query', 'Mutation', 'Subscription']);

/** By which field objects of a type are known, and which types have none. */
export interface CacheKeys {
  /** The field, by the type; in the order of the types' names. */
  readonly fields: ReadonlyMap<string, string>;
  readonly embedded: readonly string[];
  /** The types whose `id` is known in the whole graph: it is the type and the value of the field above, or that alone. */
  readonly nodes: readonly string[];
}

/**
 * Reads from a supergraph how a client's normalised cache identifies its objects: by `id` if the type has this field, else
 * by the type's key of one field, from which global ids are made. Objects of all other types are part of their parent.
 */
export function cacheKeysOf(supergraph: string): CacheKeys {
  const types = objectTypes(parse(supergraph)).filter(({ name }) => !roots.has(name.value));
  const found = types.map((type) => [type.name.value, keyOf(type)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    fields: new Map(found.flatMap(([type, key]) => (key === undefined ? [] : [[type, key]]))),
    embedded: found.flatMap(([type, key]) => (key === undefined ? [type] : [])),
    nodes: types
      .filter(isNode)
      .map(({ name }) => name.value)
      .sort(),
  };
}

function objectTypes({ definitions }: DocumentNode): ObjectTypeDefinitionNode[] {
  return definitions.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION ? [one] : []));
}

function isNode({ interfaces = [] }: ObjectTypeDefinitionNode): boolean {
  return interfaces.some(({ name }) => name.value === node.type);
}

function keyOf(type: ObjectTypeDefinitionNode): string | undefined {
  const { fields = [], directives = [] } = type;
  const keys = directives.flatMap(({ name, arguments: given = [] }) => {
    const key = given.find((one) => one.name.value === 'key')?.value;
    return name.value === 'join__type' && key?.kind === Kind.STRING ? [key.value] : [];
  });
  const hasId = fields.some(({ name, type: of }) => name.value === 'id' && isText(of));
  if (hasId && (!isNode(type) || keys.includes('id'))) return 'id';
  return keys.find((key) => key !== node.key && fields.some(({ name }) => name.value === key));
}

function isText(type: TypeNode): boolean {
  return (
    type.kind === Kind.NON_NULL_TYPE &&
    type.type.kind === Kind.NAMED_TYPE &&
    ['ID', 'String'].includes(type.type.name.value)
  );
}

/** The same as a module for clients: what Apollo Client, urql's graphcache and Relay are to be given. */
export function cacheKeysModule(supergraph: string): string {
  const { fields, embedded, nodes } = cacheKeysOf(supergraph);
  const entries = [...fields].map(([type, field]) => `  ${type}: '${field}',\n`).join('');
  const listed = (types: readonly string[]) => types.map((type) => `  '${type}',\n`).join('');
  return `// Written by \`pnpm contract write\` from schema/supergraph.graphql: copy it into your app, or write it there.

/** The field by which objects of a type are known: what has the same type and value there has the same values. */
export const keyFields = {
${entries}};

/** Types whose objects are part of the object that they stand in. */
export const embedded = [
${listed(embedded)}];

/** Types whose \`id\` is known in the whole graph: \`node(id:)\` finds such objects again. */
export const nodes = [
${listed(nodes)}];

const isNode = new Set(nodes);

/** The object's key; undefined if its type has none or the field was not selected. */
const keyOf = (type, object) => object[keyFields[type]] ?? (isNode.has(type) ? object.id : undefined) ?? undefined;

/** The object's id in a cache: its global id, if it has one. */
const dataIdOf = (type, object) => {
  const key = keyOf(type, object);
  if (key === undefined) return undefined;
  return isNode.has(type) && key === object.id ? key : \`\${type}:\${key}\`;
};

/** For Apollo Client: \`new InMemoryCache({ typePolicies })\`. */
export const typePolicies = Object.fromEntries(
  Object.keys(keyFields).map((type) => [type, { keyFields: (object) => dataIdOf(type, object) }]),
);

/** For urql: \`cacheExchange({ keys })\` of @urql/exchange-graphcache. */
export const keys = {
  ...Object.fromEntries(Object.keys(keyFields).map((type) => [type, (object) => dataIdOf(type, object) ?? null])),
  ...Object.fromEntries(embedded.map((type) => [type, () => null])),
};

/** For Relay: \`new Environment({ getDataID, … })\`. */
export const getDataID = (object, type) => dataIdOf(type, object);
`;
}
