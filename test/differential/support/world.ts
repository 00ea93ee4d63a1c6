/** An argument of a field, or a field of an input object; types are written as GraphQL writes them. */
export interface Argument {
  readonly name: string;
  readonly type: string;
  /** The default, as GraphQL writes it. */
  readonly default?: string;
}

/** The input of a computed field: a field of the same entity, with an argument or the leaves below it. */
export interface Requirement {
  readonly field: string;
  readonly argument?: GivenArgument | undefined;
  readonly below?: readonly RequiredBelow[];
}

export interface GivenArgument {
  readonly name: string;
  readonly value: number;
}

/** A leaf of the object that is required. */
export interface RequiredBelow {
  readonly field: string;
  readonly type: string;
  readonly argument?: GivenArgument | undefined;
}

/** An argument that a subgraph takes from the nearest object of a type above, and not from the client. */
export interface FromContext {
  readonly type: string;
  readonly field: string;
  /** The leaf below the field, where that leads to an object. */
  readonly below?: string | undefined;
  readonly argument: Argument;
}

/** A `@provides`: a field of another subgraph that a subgraph answers below one of its fields. */
export interface Provision {
  readonly subgraph: number;
  /** The entity; where the field leads to an interface or union, one of its types. */
  readonly on: string;
  readonly field: string;
}

/** A field that one subgraph takes over from another; its `owners` are the subgraphs that answer it afterwards. */
export interface Override {
  readonly from: number;
  readonly by: number;
  readonly label?: string;
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly arguments: readonly Argument[];
  /** The subgraphs that answer it; empty where every subgraph that has the type does. */
  owners: number[];
  requires?: readonly Requirement[] | undefined;
  fromContext?: FromContext | undefined;
  provides?: Provision | undefined;
  /** A subgraph that promises more than the others: never null. */
  nonNullIn?: number | undefined;
  override?: Override | undefined;
  inaccessible?: boolean | undefined;
  /** The interface that its subgraph has as an object, and none of the types below it. */
  readonly interfaceObject?: string;
  /** Its value is how many mutations have taken effect. */
  readonly counts?: boolean;
}

/** The fields of a key: each a leaf, `place`, of which all is meant, or what an entity holds, of which fields are meant. */
export type Key = readonly KeyField[];
export type KeyField = string | { readonly field: string; readonly below: Key };

/** An entity: found by its keys in each of its homes. */
export interface Entity {
  readonly kind: 'entity';
  readonly name: string;
  readonly keys: readonly Key[];
  /** Which of the keys each subgraph has that answers fields of it. */
  readonly homes: ReadonlyMap<number, readonly number[]>;
  /** Subgraphs that only refer to it say so, or do not. */
  readonly stubsResolvable: boolean;
  fields: Field[];
  inaccessible?: boolean;
}

/**
 * A type without a key: complete wherever it occurs, unless its fields have owners; each of these then answers the
 * fields that lead to it.
 */
export interface Value {
  readonly kind: 'value';
  readonly name: string;
  fields: Field[];
}

export interface Interface {
  readonly kind: 'interface';
  readonly name: string;
  readonly members: readonly string[];
  /** The members that subgraphs know which do not know all. */
  readonly knownIn: ReadonlyMap<number, readonly string[]>;
  /** The fields that all its members have, which a subgraph's own interface has where they all have them there. */
  readonly fields: string[];
  /** An interface with a key: the one subgraph that has its types, and the one that has it as an object. */
  readonly entity?: { readonly home: number; readonly object: number };
}

export interface Union {
  readonly kind: 'union';
  readonly name: string;
  readonly members: readonly string[];
  readonly knownIn: ReadonlyMap<number, readonly string[]>;
}

export type Type = Entity | Value | Interface | Union;

/** An enum, and the values that each subgraph knows. */
export interface Enum {
  readonly values: readonly string[];
  readonly knownIn: ReadonlyMap<number, readonly string[]>;
  /** A value that clients may not see. */
  readonly inaccessible?: string;
}

/** An input object, and the fields of it that only one subgraph knows, which clients may not give. */
export interface Input {
  readonly fields: readonly Argument[];
  readonly onlyIn: ReadonlyMap<number, Argument>;
}

/** A supergraph before it is split into subgraphs. */
export interface World {
  readonly subgraphs: number;
  readonly types: ReadonlyMap<string, Type>;
  readonly enums: ReadonlyMap<string, Enum>;
  readonly inputs: ReadonlyMap<string, Input>;
  readonly query: readonly Field[];
  readonly mutation: readonly Field[];
}

export const customScalar = 'Anything';

/** The enum that only answers hold, and the one that only arguments do: each subgraph knows its own part of them. */
export const [outputEnum, inputEnum] = ['Level', 'Choice'];

export const leaves = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Colour', 'Size', customScalar, outputEnum] as const;

/** The name of a type without what is wrapped around it. */
export function named(type: string): string {
  return type.replaceAll(/[[\]!]/g, '');
}

export function isNonNull(type: string): boolean {
  return type.endsWith('!');
}

/** The type of a list's items; undefined if the type is no list. */
export function itemOf(type: string): string | undefined {
  const nullable = isNonNull(type) ? type.slice(0, -1) : type;
  return nullable.startsWith('[') ? nullable.slice(1, -1) : undefined;
}

export function isLeaf(type: string): boolean {
  return (leaves as readonly string[]).includes(named(type));
}

/** The fields of a root, an entity or a value; empty for other types. */
export function fieldsOf(world: World, type: string): readonly Field[] {
  if (type === 'Query') return world.query;
  if (type === 'Mutation') return world.mutation;
  const found = world.types.get(type);
  return found?.kind === 'entity' || found?.kind === 'value' ? found.fields : [];
}

/** The fields that lead into the graph or from one entity to another, with the types that have them. */
export function ownedFields({ query, mutation, types }: World): { readonly type: string; readonly field: Field }[] {
  const entities = [...types.values()].filter((type) => type.kind === 'entity');
  return [
    ...query.map((field) => ({ type: 'Query', field })),
    ...mutation.map((field) => ({ type: 'Mutation', field })),
    ...entities.flatMap(({ name, fields }) => fields.map((field) => ({ type: name, field }))),
  ];
}

/**
 * Every subgraph that declares a field as its own: the subgraphs that answer it, and one that does so no longer, or not
 * yet.
 */
export function declaring({ owners, override }: Field): number[] {
  return override ? [...new Set([...owners, override.from, override.by])] : owners;
}

/** The types of an interface or union that a subgraph knows. */
export function membersIn({ members, knownIn }: Interface | Union, subgraph: number): readonly string[] {
  return knownIn.get(subgraph) ?? members;
}

/**
 * The keys that a subgraph has of an entity. A subgraph that only refers to the entity has the first key, with the
 * fields that it knows of held entities.
 */
export function keysIn(world: Pick<World, 'types'>, type: Entity, subgraph: number): Key[] {
  const own = type.homes.get(subgraph);
  if (own) return own.map((index) => type.keys[index] ?? []);
  const [first = []] = type.keys;
  return [
    first.map((field) => {
      if (typeof field === 'string') return field;
      const held = world.types.get(named(heldBy(type)?.type ?? ''));
      const below = held?.kind === 'entity' ? keysIn(world, held, subgraph)[0] : undefined;
      return { field: field.field, below: below ?? field.below };
    }),
  ];
}

/** The outermost fields of a key. */
export function keyNames(key: Key): string[] {
  return key.map((field) => (typeof field === 'string' ? field : field.field));
}

/** The field of an entity that leads to others by which it is found. */
export function heldBy({ keys, fields }: Entity): Field | undefined {
  const held = keys.flat().find((field) => typeof field !== 'string');
  return fields.find(({ name }) => name === held?.field);
}

/** Whether entities of a type are found by a field. */
export function isKey(world: World, type: string, field: string): boolean {
  const found = world.types.get(type);
  return type === placeType || (found?.kind === 'entity' && found.keys.flatMap(keyNames).includes(field));
}

/** The value type that keys are made of. */
export const placeType = 'Place';

export const placeFields = ['code', 'floor'] as const;

/** The fields that a subgraph gives along with entities of a type that other subgraphs answer. */
export function provided(world: World, subgraph: number, type: string): string[] {
  return ownedFields(world).flatMap(({ field: { provides } }) =>
    provides?.subgraph === subgraph && provides.on === type ? [provides.field] : [],
  );
}

/** The fields of a type that arguments are taken from, by one subgraph or any. */
export function contextFields(world: World, type: string, subgraph?: number): string[] {
  return ownedFields(world).flatMap(({ field: { owners, fromContext } }) =>
    fromContext?.type === type && (subgraph === undefined || owners.includes(subgraph)) ? [fromContext.field] : [],
  );
}

/** The external fields of a type in a subgraph: to compute or to take an argument from, or to provide. */
export function externals(world: World, subgraph: number, type: string): Set<string> {
  const required = fieldsOf(world, type)
    .filter(({ owners, interfaceObject }) => owners.includes(subgraph) && interfaceObject === undefined)
    .flatMap(({ requires = [] }) => requires.map(({ field }) => field));
  const own = new Set(
    fieldsOf(world, type).flatMap((field) => (declaring(field).includes(subgraph) ? field.name : [])),
  );
  const taken = contextFields(world, type, subgraph).filter((name) => !own.has(name));
  return new Set([...required, ...provided(world, subgraph, type), ...taken]);
}

/** Finds fields by the names of their types and their own. */
export function fieldIndex(world: World): (type: string, name: string) => Field {
  const byType = new Map<string, ReadonlyMap<string, Field>>();
  return (type, name) => {
    let fields = byType.get(type);
    if (!fields) byType.set(type, (fields = new Map(fieldsOf(world, type).map((field) => [field.name, field]))));
    const field = fields.get(name);
    if (!field) throw new Error(`Expected a field, got ${type}.${name}.`);
    return field;
  };
}
