import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  execute,
  type GraphQLSchema,
  GraphQLScalarType,
  Kind,
  parse,
  validate,
  visit,
} from 'graphql';
import { type Instance, isOfKey, resolveField, rootOf } from './data.js';
import { faulty } from './faults.js';
import { subgraphName } from './subgraph-sdl.js';
import type { Supergraph } from './supergraph.js';
import { declaring, fieldIndex, fieldsOf, isKey, isLeaf, keysIn, provided } from './world.js';

/** What a gateway sends to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Answers for a subgraph, from its own part of the data only. */
export type Answerer = (request: SubgraphRequest) => unknown;

/** Makes what answers for one of the subgraphs. */
export function answerer(supergraph: Supergraph, subgraph: number): Answerer {
  const sdl = parse(supergraph.subgraphSdls.get(subgraph) ?? '');
  const strict = subgraphSchema(supergraph, subgraph, sdl);
  let lax: GraphQLSchema | undefined;
  const documents = new Map<string, { readonly document: DocumentNode; readonly errors: readonly unknown[] }>();
  return ({ query, variables }) => {
    let known = documents.get(query);
    if (!known) {
      const document = parse(query, { noLocation: true });
      documents.set(query, (known = { document, errors: validate(strict, document) }));
    }
    const { document, errors } = known;
    if (errors.length > 0) return { errors };
    const { faults, data } = supergraph;
    if (faults.raw) lax ??= subgraphSchema(supergraph, subgraph, withoutPromises(sdl));
    const schema = (faults.raw && lax) || strict;
    return execute({ schema, document, variableValues: variables, rootValue: rootOf(data, document) });
  };
}

function subgraphSchema(supergraph: Supergraph, subgraph: number, typeDefs: DocumentNode): GraphQLSchema {
  const resolvers: Record<string, unknown> = { Raw: raw };
  const resolve = resolver(supergraph, subgraph);
  for (const node of typeDefs.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const type = node.name.value;
    const own: Record<string, unknown> = {};
    for (const { name } of node.kind === Kind.OBJECT_TYPE_DEFINITION ? (node.fields ?? []) : []) {
      own[name.value] = (parent: Instance, args: Readonly<Record<string, unknown>>) =>
        resolve(parent, name.value, args);
    }
    if (node.directives?.some(({ name }) => name.value === 'key')) {
      own['__resolveReference'] = (sent: Readonly<Record<string, unknown>>) => find(supergraph, type, sent, subgraph);
    }
    resolvers[type] = own;
  }
  return buildSubgraphSchema([{ typeDefs, resolvers }] as unknown as Parameters<typeof buildSubgraphSchema>[0]);
}

function resolver(supergraph: Supergraph, subgraph: number) {
  const { world } = supergraph;
  const fields = fieldIndex(world);
  return (parent: Instance, name: string, args: Readonly<Record<string, unknown>>) => {
    const type = parent.type;
    const field = fields(type, name);
    const { faults } = supergraph;
    const isOverridden = declaring(field).includes(subgraph) && !field.owners.includes(subgraph);
    if (isOverridden && field.override?.label !== 'percent(50)')
      throw new Error(`${subgraphName(subgraph)} does not answer ${type}.${name}.`);
    const [owner] = field.owners;
    if (owner !== undefined && !isKey(world, type, name) && faults.isMissing(parent, owner)) return null;
    // A subgraph knows a required field only if it was sent, or if the subgraph provides it.
    const along = provided(world, subgraph, type);
    const given = (each: string) => (faults.at(parent, fields(type, each)) === undefined ? parent.fields[each] : null);
    const known = Object.fromEntries(along.map((each) => [each, given(each)]));
    const sent = field.requires && !parent.representation ? { ...parent, representation: known } : parent;
    return faulty(faults, parent, field, resolveField(field, sent, args, fieldsOf(world, type)), faults.raw);
  };
}

/** The entity that a representation stands for; an interface's where its types are not known here. */
function find(
  { world, data, faults }: Supergraph,
  type: string,
  representation: Readonly<Record<string, unknown>>,
  subgraph: number,
): Instance | null {
  const found = world.types.get(type);
  if (!found || (found.kind !== 'entity' && found.kind !== 'interface')) return null;
  const keys = found.kind === 'entity' ? keysIn(world, found, subgraph) : [['id']];
  const candidates = (found.kind === 'entity' ? [type] : found.members).flatMap(
    (name) => data.entities.get(name) ?? [],
  );
  const entity = candidates.find((each) => keys.some((key) => isOfKey(each, key, representation)));
  if (!entity) throw new Error(`${subgraphName(subgraph)} got no ${type} by ${JSON.stringify(representation)}.`);
  return faults.isMissing(entity, subgraph) ? null : { ...entity, representation };
}

const raw = new GraphQLScalarType({ name: 'Raw', serialize: (value) => value });

/** A schema that lets every value and every null through. */
function withoutPromises(sdl: DocumentNode): DocumentNode {
  const rawType = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'Raw' } } as const;
  const lax = visit(sdl, {
    InputValueDefinition: () => false,
    FieldDefinition: {
      leave: (node) => {
        const bare = visit(node.type, { NonNullType: { leave: ({ type }) => type } });
        let name: typeof bare = bare;
        while (name.kind === Kind.LIST_TYPE) name = name.type;
        return { ...node, type: name.kind === Kind.NAMED_TYPE && isLeaf(name.name.value) ? rawType : bare };
      },
    },
    InputObjectTypeDefinition: () => false,
  });
  return { ...lax, definitions: [...lax.definitions, ...parse('scalar Raw').definitions] };
}
