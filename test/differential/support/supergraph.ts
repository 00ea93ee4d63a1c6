import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
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
import { type Data, hash, type Instance, resolveField } from './data.js';
import { type Faults, noFaults, wrongValue } from './faults.js';
import { provided, subgraphName, subgraphSdl } from './subgraph-sdl.js';
import { type Field, fieldsOf, isLeaf, type World } from './world.js';

/** A world that is served by subgraphs, and known as a whole too. */
export interface Supergraph {
  readonly world: World;
  readonly data: Data;
  readonly sdl: string;
  readonly subgraphSdls: ReadonlyMap<string, string>;
  /** The merged schema, as clients see it. */
  readonly api: GraphQLSchema;
  faults: Faults;
  readonly answer: (subgraph: string, request: SubgraphRequest) => Promise<unknown>;
}

interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Composes a world's subgraphs; the reasons where they are no graph. */
export function openSupergraph(world: World, data: Data, origin: string): Supergraph | readonly string[] {
  const sdls = new Map<string, string>();
  for (let index = 0; index < world.subgraphs; index += 1) {
    const sdl = subgraphSdl(world, index);
    if (sdl !== undefined) sdls.set(subgraphName(index), sdl);
  }
  const composed = composeServices(
    [...sdls].map(([name, sdl]) => ({ name, url: `${origin}/${name}`, typeDefs: parse(sdl) })),
  );
  if (composed.errors) return composed.errors.map(({ message }) => message);
  const supergraph: Supergraph = {
    ...{ world, data, sdl: composed.supergraphSdl, subgraphSdls: sdls, faults: noFaults },
    api: composed.schema.toAPISchema().toGraphQLJSSchema(),
    answer: (name, request) => Promise.resolve(answers.get(name)?.(request)),
  };
  const answers = new Map([...sdls].map(([name, sdl]) => [name, answerer(supergraph, Number(name.slice(1)), sdl)]));
  return supergraph;
}

/** What the operation's answer should be: graphql-js, on the merged schema, with all of the data. */
export function oracle(
  { world, data, api, faults }: Supergraph,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
) {
  const fields = fieldIndex(world);
  return execute({
    ...{ schema: api, document, variableValues: variables, rootValue: data.root },
    fieldResolver: (parent: Instance, args, _context, info) => {
      const field = fields(info.parentType.name, info.fieldName);
      // Whoever misses an entity answers none of its fields.
      const [owner] = field.owners;
      if (owner !== undefined && owner === faults.down && !isKey(world, parent, field)) throw new Error('It is down.');
      if (owner !== undefined && !isKey(world, parent, field) && faults.isMissing(parent, owner)) return null;
      const failing = (of: Instance, name: string) => faults.at(of, fields(of.__typename, name)) !== undefined;
      const value = resolveField(field, parent, args, fieldsOf(world, parent.__typename), failing);
      return faulty(faults, parent, field, value, false);
    },
  });
}

function isKey(world: World, { __typename }: Instance, { name }: Field): boolean {
  const type = world.types.get(__typename);
  return type?.kind === 'entity' && type.keys.flat().includes(name);
}

function fieldIndex(world: World): (type: string, name: string) => Field {
  const byType = new Map<string, Map<string, Field>>();
  return (type, name) => {
    let fields = byType.get(type);
    if (!fields) byType.set(type, (fields = new Map(fieldsOf(world, type).map((field) => [field.name, field]))));
    const field = fields.get(name);
    if (!field) throw new Error(`Expected a field, got ${type}.${name}.`);
    return field;
  };
}

function faulty(faults: Faults, parent: Instance, field: Field, value: unknown, raw: boolean): unknown {
  const fault = faults.at(parent, field);
  switch (fault) {
    case undefined:
      return value;
    case 'null':
      return null;
    case 'throws':
      return new Error(`${parent.__typename}.${field.name} fails.`);
    case 'item': {
      if (!Array.isArray(value) || value.length === 0) return value;
      return value.with(
        hash(`${parent.uid} ${field.name}`) % value.length,
        new Error(`An item of ${field.name} fails.`),
      );
    }
    case 'wrong': {
      const wrong = wrongValue(field, hash(`${parent.uid} ${field.name}`));
      // A scalar of one's own has no wrong values.
      if (wrong === undefined) return value;
      return raw ? wrong : new Error('A wrong value.');
    }
  }
}

type Answerer = (request: SubgraphRequest) => unknown;

function answerer(supergraph: Supergraph, index: number, sdl: string): Answerer {
  const strict = subgraphSchema(supergraph, index, parse(sdl));
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
    const { raw: isRaw } = supergraph.faults;
    if (isRaw) lax ??= subgraphSchema(supergraph, index, withoutPromises(parse(sdl)));
    const schema = (isRaw && lax) || strict;
    return execute({ schema, document, variableValues: variables, rootValue: supergraph.data.root });
  };
}

function subgraphSchema(supergraph: Supergraph, subgraph: number, typeDefs: DocumentNode): GraphQLSchema {
  const { world } = supergraph;
  const resolvers: Record<string, unknown> = { Raw: raw };
  for (const node of typeDefs.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const type = node.name.value;
    const own: Record<string, unknown> = {};
    for (const { name } of node.fields ?? []) own[name.value] = resolver(supergraph, subgraph, type, name.value);
    if (world.types.get(type)?.kind === 'entity') {
      own['__resolveReference'] = (representation: Record<string, unknown>) =>
        find(supergraph, type, representation, subgraph);
    }
    resolvers[type] = own;
  }
  return buildSubgraphSchema([{ typeDefs, resolvers }] as unknown as Parameters<typeof buildSubgraphSchema>[0]);
}

function resolver(supergraph: Supergraph, subgraph: number, type: string, name: string) {
  const { world } = supergraph;
  const siblings = fieldsOf(world, type);
  const field = siblings.find((sibling) => sibling.name === name) as Field;
  const [owner] = field.owners;
  const along = provided(world, subgraph, type);
  return (parent: Instance, args: Readonly<Record<string, unknown>>) => {
    const { faults } = supergraph;
    if (owner !== undefined && !isKey(world, parent, field) && faults.isMissing(parent, owner)) return null;
    // What a field is computed from is known only where it was sent, or is given along anyway.
    const known = Object.fromEntries(along.map((each) => [each, parent.fields[each]]));
    const sent = field.requires && !parent.representation ? { ...parent, representation: known } : parent;
    return faulty(faults, parent, field, resolveField(field, sent, args, siblings), faults.raw);
  };
}

function find(
  { world, data, faults }: Supergraph,
  type: string,
  representation: Record<string, unknown>,
  subgraph: number,
): Instance | null {
  const entity = world.types.get(type);
  if (entity?.kind !== 'entity') return null;
  const known = (entity.homes.get(subgraph) ?? [0]).map((index) => entity.keys[index] ?? []);
  const found = data.entities
    .get(type)
    ?.find(({ fields }) => known.some((key) => key.every((name) => fields[name] === representation[name])));
  if (!found) throw new Error(`${subgraphName(subgraph)} got no ${type} by ${JSON.stringify(representation)}.`);
  return faults.isMissing(found, subgraph) ? null : { ...found, representation };
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

export interface SubgraphServer {
  readonly origin: string;
  serve(supergraph: Supergraph | undefined): void;
  close(): void;
}

/** Serves the subgraphs of one supergraph after the other, each under its name. */
export async function startSubgraphs(): Promise<SubgraphServer> {
  let current: Supergraph | undefined;
  const server: Server = createServer((request, response) => {
    void (async () => {
      const body = (await json(request)) as SubgraphRequest;
      if (current && `/${subgraphName(current.faults.down ?? -1)}` === request.url) return response.destroy();
      const answer = await current?.answer(String(request.url).slice(1), body);
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (supergraph) => {
      current = supergraph;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
