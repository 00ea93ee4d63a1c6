import { readSubgraph, type SubgraphSchema, type SubgraphType } from '@hub/protocol';
import { type ConstDirectiveNode, parse, print } from 'graphql';

/** The parts of a published schema that the served one lacks. */
export function differences(published: string, served: string): string[] {
  const [theirs, own] = [
    readSubgraph(parse(published, { noLocation: true })),
    readSubgraph(parse(served, { noLocation: true })),
  ];
  return [...partsOf(theirs)].filter((part) => !partsOf(own).has(part));
}

const known = new WeakMap<SubgraphSchema, ReadonlySet<string>>();

/** Each part of a schema as a text: types, fields with their types, arguments, values, members and keys. */
function partsOf(schema: SubgraphSchema): ReadonlySet<string> {
  const before = known.get(schema);
  if (before) return before;
  const parts = new Set([...schema.types.values()].flatMap((type) => [...partsOfType(type, schema)]));
  known.set(schema, parts);
  return parts;
}

function* partsOfType({ name, nodes, fields, directives }: SubgraphType, schema: SubgraphSchema): Generator<string> {
  // Federation's additions to a subgraph belong to no organisation.
  if (name.startsWith('_') || /^(federation|link)__/.test(name)) return;
  yield name;
  for (const { fields: key } of schema.applied('key', directives))
    yield `${name} @key(${String(key).trim().replaceAll(/\s+/g, ' ')})`;
  for (const node of nodes) {
    if ('interfaces' in node) for (const one of node.interfaces ?? []) yield `${name} implements ${one.name.value}`;
    if ('types' in node) for (const one of node.types ?? []) yield `${name} = ${one.name.value}`;
    if ('values' in node) for (const one of node.values ?? []) yield `${name}.${one.name.value}`;
  }
  for (const field of fields) {
    if (field.name.value.startsWith('_')) continue;
    const coordinate = `${name}.${field.name.value}`;
    yield `${coordinate}: ${print(field.type)}`;
    yield* demandsOf(coordinate, field.directives ?? [], schema);
    if ('arguments' in field) {
      for (const argument of field.arguments ?? [])
        yield `${coordinate}(${argument.name.value}: ${print(argument.type)})`;
    }
  }
}

/** The demands of a field: an entity's fields, or a right. */
function* demandsOf(
  coordinate: string,
  applied: readonly ConstDirectiveNode[],
  schema: SubgraphSchema,
): Generator<string> {
  for (const name of ['requires', 'requiresScopes', 'policy', 'authenticated', 'override', 'external']) {
    for (const given of schema.applied(name, applied)) yield `${coordinate} @${name}${JSON.stringify(given)}`;
  }
}
