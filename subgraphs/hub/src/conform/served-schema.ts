import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { readObject } from './answer-checks.js';
import { type ExaminedSubgraph, unmet } from './examined.js';

/** An entity type with a key of one field, and a query that lists some of its keys, if there is one. */
export interface Entity {
  readonly type: string;
  readonly key: string;
  /** Query that lists keys at the path; undefined without one. */
  readonly listed?: { readonly query: string; readonly path: readonly string[] } | undefined;
}

/** A root field that has requirements on the caller and no required argument. */
export interface GuardedField {
  readonly name: string;
  /** Selection to request the field with. */
  readonly asked: string;
  /** Required sets of scopes; requirements with alternative sets are left out. */
  readonly scopeSets: readonly (readonly string[])[];
  /** All scopes in any of its sets. */
  readonly all: readonly string[];
  readonly policies: readonly string[];
}

/** A root field that lists objects with text fields. */
export interface ListedTexts {
  readonly type: string;
  /** Names of the text fields. */
  readonly texts: readonly string[];
  /** Query that lists up to a hundred objects at the path. */
  readonly query: string;
  readonly path: readonly string[];
}

/** The parts of a subgraph's schema that the checks use. */
export interface ServedSchema {
  readonly isFederation2: boolean;
  readonly entities: readonly Entity[];
  readonly lists: readonly ListedTexts[];
  /** All scopes that the schema requires anywhere. */
  readonly scopes: readonly string[];
  /** Selection of a root field that an unknown caller may not read. */
  readonly guarded: string | undefined;
  readonly guardedFields: readonly GuardedField[];
}

/** Reads a schema from `_service`. @throws GraphQLError if it is invalid. */
export function readServedSchema(sdl: string): ServedSchema {
  const document = parse(sdl);
  const types = new Map<string, ObjectTypeDefinitionNode[]>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const one = { ...node, kind: Kind.OBJECT_TYPE_DEFINITION } as ObjectTypeDefinitionNode;
    types.set(node.name.value, [...(types.get(node.name.value) ?? []), one]);
  }
  const keys = [...types].flatMap(([type, nodes]) => {
    const key = nodes.flatMap(keysOf).find((fields) => /^\w+$/.test(fields));
    return key === undefined ? [] : [{ type, key }];
  });
  const guardedFields = guardedIn(types);
  return {
    isFederation2: sdl.includes('https://specs.apollo.dev/federation/v2'),
    entities: keys.map((entity) => ({ ...entity, listed: listOf(entity, types) })),
    lists: listsIn(types),
    scopes: scopesIn(document),
    guarded: guardedFields[0]?.asked,
    guardedFields,
  };
}

/** The keys by which a type can be resolved, in the schema's notation. */
function keysOf({ directives = [] }: ObjectTypeDefinitionNode): string[] {
  return directives.flatMap(({ name, arguments: given = [] }) => {
    if (name.value !== 'key') return [];
    const valueOf = (argument: string) => given.find((one) => one.name.value === argument)?.value;
    const resolvable = valueOf('resolvable');
    if (resolvable?.kind === Kind.BOOLEAN && !resolvable.value) return [];
    const fields = valueOf('fields');
    return fields?.kind === Kind.STRING ? [fields.value.trim()] : [];
  });
}

/** The name of a type, without lists and non-null. */
function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}

type Types = ReadonlyMap<string, readonly ObjectTypeDefinitionNode[]>;

const fieldsOf = (types: Types, type: string) => (types.get(type) ?? []).flatMap(({ fields = [] }) => fields);

const takesNothing = ({ arguments: taken = [] }: FieldDefinitionNode) =>
  taken.every(({ type, defaultValue }) => type.kind !== Kind.NON_NULL_TYPE || defaultValue !== undefined);

/** The root fields that list objects with text fields. */
function listsIn(types: Types): ListedTexts[] {
  const textsOf = (type: string) =>
    fieldsOf(types, type).filter((field) => takesNothing(field) && ['String', 'ID'].includes(nameOf(field.type)));
  return fieldsOf(types, 'Query').flatMap((field): ListedTexts[] => {
    const name = field.name.value;
    if (!takesNothing(field) || name.startsWith('_')) return [];
    const nodes = fieldsOf(types, nameOf(field.type)).find((one) => one.name.value === 'nodes');
    const type = nameOf((nodes ?? field).type);
    const texts = textsOf(type).map((one) => one.name.value);
    if (texts.length === 0 || (!nodes && !isList(field.type))) return [];
    const first = field.arguments?.some((argument) => argument.name.value === 'first') ? '(first: 100)' : '';
    const selected = `{ ${texts.join(' ')} }`;
    const query = `{ ${name}${first} ${nodes ? `{ nodes ${selected} }` : selected} }`;
    return [{ type, texts, query, path: nodes ? [name, 'nodes'] : [name] }];
  });
}

/** A root field without required arguments that lists a type, directly or by its `nodes`. */
function listOf({ type, key }: Pick<Entity, 'type' | 'key'>, types: Types): Entity['listed'] {
  for (const field of fieldsOf(types, 'Query')) {
    if (!takesNothing(field)) continue;
    const name = field.name.value;
    const first = field.arguments?.some((argument) => argument.name.value === 'first') ? '(first: 5)' : '';
    const returned = nameOf(field.type);
    if (returned === type && isList(field.type)) return { query: `{ ${name}${first} { ${key} } }`, path: [name] };
    const nodes = fieldsOf(types, returned).find(({ name: { value } }) => value === 'nodes');
    if (nodes && nameOf(nodes.type) === type) {
      return { query: `{ ${name}${first} { nodes { ${key} } } }`, path: [name, 'nodes'] };
    }
  }
  return undefined;
}

function scopesIn(document: DocumentNode): string[] {
  const scopes = new Set<string>();
  visit(document, {
    Directive: (node) => {
      if (node.name.value !== 'requiresScopes') return;
      visit(node, { StringValue: ({ value }) => void scopes.add(value) });
    },
  });
  return [...scopes].sort();
}

/** Finds the root fields that have requirements on the caller and no required argument. */
function guardedIn(types: Types): GuardedField[] {
  return fieldsOf(types, 'Query').flatMap((field) => {
    const returned = nameOf(field.type);
    const demands = [
      ...(field.directives ?? []),
      ...(types.get(returned) ?? []).flatMap((one) => one.directives ?? []),
    ].filter(({ name }) => ['authenticated', 'requiresScopes', 'policy'].includes(name.value));
    if (demands.length === 0 || !takesNothing(field)) return [];
    const selection = types.has(returned) ? ' { __typename }' : '';
    const scopeDemands = demands.filter(({ name }) => name.value === 'requiresScopes').map(setsOf);
    return [
      {
        name: field.name.value,
        asked: `${field.name.value}${selection}`,
        // Only single sets: without one scope of a set, a caller might still have another whole set.
        scopeSets: scopeDemands.flatMap((sets) => (sets.length === 1 ? sets : [])),
        all: [...new Set(scopeDemands.flat(2))],
        policies: demands.filter(({ name }) => name.value === 'policy').flatMap((one) => setsOf(one).flat()),
      },
    ];
  });
}

/** The sets of a requirement, each a list of names. */
function setsOf({ arguments: given = [] }: ConstDirectiveNode): string[][] {
  return given.flatMap(({ value }) => valueFromASTUntyped(value) as string[][]);
}

const served = new WeakMap<ExaminedSubgraph, ServedSchema>();

/** The schema of a subgraph, requested once. @throws Unmet */
export async function servedSchemaOf(subgraph: ExaminedSubgraph): Promise<ServedSchema> {
  const known = served.get(subgraph);
  if (known) return known;
  const exchange = await subgraph.ask({ query: '{ _service { sdl } }' });
  const { data } = readObject(await subgraph.answer(exchange, 200)) as { data?: { _service?: { sdl?: unknown } } };
  const sdl = data?._service?.sdl;
  if (typeof sdl !== 'string') throw unmet(exchange, 'the schema as a text, at data._service.sdl');
  try {
    const read = readServedSchema(sdl);
    served.set(subgraph, read);
    return read;
  } catch (error) {
    throw unmet(exchange, `a schema that can be read: ${(error as Error).message}`);
  }
}
