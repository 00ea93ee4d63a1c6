import { type DocumentNode, getOperationAST, OperationTypeNode } from 'graphql';
import type { Random } from '../../../subgraphs/demo/src/random.js';
import {
  declaring,
  type Entity,
  type Field,
  type GivenArgument,
  fieldsOf,
  heldBy,
  isLeaf,
  isNonNull,
  itemOf,
  type Key,
  type KeyField,
  keyNames,
  membersIn,
  named,
  placeType,
  type RequiredBelow,
  type Requirement,
  type World,
} from './world.js';

/** An object of the world: the root, an entity or a value. */
export interface Instance {
  readonly type: string;
  /** Its type as GraphQL reads it; `@apollo/subgraph` writes the one that it was asked for by over it. */
  readonly __typename: string;
  readonly uid: number;
  readonly fields: Record<string, unknown>;
  /** The object whose field led to it, where that is known. */
  readonly above?: Instance;
  /** The representation of a gateway that asked for it by reference. */
  readonly representation?: Readonly<Record<string, unknown>>;
}

export interface Data {
  readonly query: Instance;
  readonly mutation: Instance;
  readonly entities: ReadonlyMap<string, readonly Instance[]>;
  /** The mutations that took effect, in their order. */
  readonly effects: string[];
}

/** The value of a field that is not the same whenever it is asked for. */
type Live = () => unknown;

const words = ['', 'a', 'Ünïcödé', 'with "quotes"', 'line\nbreak', '__proto__', 'null', '0', 'entity', '\u2028'];

/** Makes data for a world. */
export function generateData(world: World, random: Random): Data {
  let lastUid = 0;
  const effects: string[] = [];
  const entities = new Map<string, Instance[]>();
  const create = (type: string, fields: Record<string, unknown> = {}): Instance => {
    lastUid += 1;
    return { type, __typename: type, uid: lastUid, fields };
  };
  for (const type of world.types.values()) {
    if (type.kind !== 'entity') continue;
    const held = heldBy(type);
    const targets = (held && entities.get(named(held.type))) ?? [];
    const each = (_: unknown, index: number) => {
      const values = keyValues(type, index, create);
      return create(type.name, held ? { ...values, [held.name]: heldValue(held.type, index, targets) } : values);
    };
    // No two hold the same.
    const count = random.integer(2, held ? targets.length : 4);
    entities.set(type.name, Array.from({ length: count }, each));
  }
  const instance = (type: string, subgraphs: readonly number[]): Instance => {
    const found = world.types.get(type);
    if (found && 'members' in found) {
      // Who answers knows the object's type.
      const known = found.members.filter((member) =>
        subgraphs.every((each) => membersIn(found, each).includes(member)),
      );
      return instance(subgraphs.length > 0 ? random.pick(known) : (found.members[0] ?? ''), subgraphs);
    }
    if (found?.kind === 'entity') return random.pick(entities.get(type) ?? []);
    const created = create(type);
    fill(created);
    return created;
  };
  const value = (type: string, subgraphs: readonly number[], neverNull = false): unknown => {
    if (!isNonNull(type) && !neverNull && random.chance(0.2)) return null;
    const item = itemOf(type);
    if (item !== undefined) return Array.from({ length: random.integer(0, 3) }, () => value(item, subgraphs));
    return isLeaf(type) ? leaf(world, named(type), subgraphs, random) : instance(named(type), subgraphs);
  };
  const fill = (created: Instance) => {
    for (const field of fieldsOf(world, created.type)) {
      const { name, type, nonNullIn } = field;
      if (field.requires || name in created.fields) continue;
      const known = field.counts ? undefined : value(type, declaring(field), nonNullIn !== undefined);
      created.fields[name] = field.counts ? () => effects.length : known;
    }
  };
  for (const each of [...entities.values()].flat()) fill(each);
  const [query, mutation] = [create('Query'), create('Mutation')];
  fill(query);
  fill(mutation);
  for (const { name, type } of world.mutation) {
    const answered = mutation.fields[name];
    mutation.fields[name] = () => {
      effects.push(name);
      return /^String!?$/.test(type) ? effects.join(', then ') : answered;
    };
  }
  return { query, mutation, entities, effects };
}

function keyValues(
  type: Entity,
  index: number,
  create: (type: string, fields: Record<string, unknown>) => Instance,
): Record<string, unknown> {
  const typeOf = (key: string) => type.fields.find(({ name }) => name === key)?.type;
  const all: Record<string, unknown> = {
    id: `${type.name}-${index}`,
    code: typeOf('code') === 'Int!' ? index : `code ${index}`,
    region: `region ${index % 2}`,
    number: typeOf('number') === 'Int!' ? index : `number ${index}`,
    place: create(placeType, { code: `place ${index >> 1}`, floor: index }),
  };
  return Object.fromEntries([...new Set(type.keys.flatMap(keyNames))].map((key) => [key, all[key]]));
}

/**
 * The objects that an entity holds, by its index: different for each entity, even if only a part of them is in a key.
 * Null for every third entity, if the type allows null.
 */
function heldValue(type: string, index: number, targets: readonly Instance[]): unknown {
  if (!isNonNull(type) && index % 3 === 2) return null;
  const item = itemOf(type);
  if (item === undefined) return targets[index];
  const inner = itemOf(item);
  if (inner !== undefined)
    return [heldValue(`${item.replace(/!$/, '')}!`, index, targets), isNonNull(item) ? [] : null];
  const held = Array.from({ length: index }, (_, at) => targets[(index + at) % targets.length]);
  return isNonNull(item) ? held : [...held, null];
}

function leaf(world: World, type: string, subgraphs: readonly number[], random: Random): unknown {
  switch (type) {
    case 'Int':
      return random.integer(-5, 100);
    case 'Float':
      return random.integer(-4, 40) / 4;
    case 'Boolean':
      return random.chance(0.5);
    case 'String':
      return random.pick(words);
    case 'ID':
      return `id ${random.integer(0, 9)}`;
    default: {
      const found = world.enums.get(type);
      return found
        ? random.pick(
            found.values.filter((each) =>
              subgraphs.every((subgraph) => (found.knownIn.get(subgraph) ?? found.values).includes(each)),
            ),
          )
        : random.pick<unknown>([
            1,
            'text',
            { a: [1, null, { b: 2 }] },
            [1, [2]],
            true,
            { __typename: 'Entity0', id: 'no' },
          ]);
    }
  }
}

/** What an operation begins at. */
export function rootOf({ query, mutation }: Data, document: DocumentNode, operationName?: string): Instance {
  return getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION ? mutation : query;
}

/** Whether a representation has the values of an entity's key. */
export function isOfKey({ fields }: Instance, key: Key, sent: Readonly<Record<string, unknown>>): boolean {
  return key.every((field) => {
    const [name = ''] = keyNames([field]);
    return canonical(keyValue(fields[name], field)) === canonical(sent[name]);
  });
}

/** What is sent of the value of a key's field. */
function keyValue(value: unknown, field: KeyField): unknown {
  if (Array.isArray(value)) return value.map((item) => keyValue(item, field));
  if (typeof value !== 'object' || value === null || !('fields' in value)) return value;
  if (typeof field === 'string') return value.fields;
  const { fields } = value as Instance;
  return Object.fromEntries(
    field.below.flatMap((each) => keyNames([each]).map((name) => [name, keyValue(fields[name], each)])),
  );
}

/** Whether a field of an object fails, so that nothing can be computed from it. */
export type Failing = (parent: Instance, field: string) => boolean;

const never: Failing = () => false;

/**
 * A field's arguments with the one from the context: the sent value, or the value of the nearest object of its type
 * above.
 */
function withContext(
  { fromContext }: Field,
  parent: Instance,
  args: Readonly<Record<string, unknown>>,
  failing: Failing,
): Readonly<Record<string, unknown>> {
  if (!fromContext) return args;
  const { type, field, below, argument } = fromContext;
  const { [argument.name]: sent, ...rest } = args;
  let { above } = parent;
  while (above && above.type !== type) above = above.above;
  let value = above && !failing(above, field) ? above.fields[field] : sent;
  if (above && below !== undefined && value)
    value = failing(value as Instance, below) ? null : (value as Instance).fields[below];
  return (value ?? null) === null ? rest : { ...rest, [argument.name]: value };
}

/** A field's value as its resolver gives it. */
export function resolveField(
  field: Field,
  parent: Instance,
  args: Readonly<Record<string, unknown>>,
  siblings: readonly Field[],
  failing = never,
): unknown {
  if (!field.requires) {
    const stored = parent.fields[field.name] ?? null;
    const value = typeof stored === 'function' ? (stored as Live)() : stored;
    return withArguments(value, withContext(field, parent, args, failing), field.type);
  }
  const known = field.requires.map((requirement) => [
    requirement.field,
    required(requirement, parent, siblings, failing),
  ]);
  const text = JSON.stringify(known);
  return itemOf(field.type) === undefined ? text : [text, field.name];
}

function required(
  { field: name, argument, below }: Requirement,
  parent: Instance,
  siblings: readonly Field[],
  failing: Failing,
): unknown {
  // A subgraph knows only the sent representation; the oracle looks the value up.
  const { representation } = parent;
  if (representation) return name in representation ? sentBelow(representation[name], below) : notSent;
  if (failing(parent, name)) return null;
  const field = siblings.find((sibling) => sibling.name === name) as Field;
  return valueBelow(resolveField(field, parent, argumentsOf(argument), siblings, failing), below, failing);
}

function argumentsOf(argument: GivenArgument | undefined): Readonly<Record<string, number>> {
  return argument ? { [argument.name]: argument.value } : {};
}

/** The computed value if a required field was not sent. */
export const notSent = 'not sent';

function sentBelow(value: unknown, below: Requirement['below']): unknown {
  return readBelow(value, below, (sent, { field }) => (field in sent ? sent[field] : notSent));
}

/** The required fields of objects, from the data. */
function valueBelow(value: unknown, below: Requirement['below'], failing: Failing): unknown {
  return readBelow(value, below, (object, { field, type, argument }) => {
    const instance = object as unknown as Instance;
    const stored = failing(instance, field) ? null : (instance.fields[field] ?? null);
    return withArguments(stored, argumentsOf(argument), type);
  });
}

/** Reads what is required of objects, in whichever lists they are; a value of which nothing below is required stays. */
function readBelow(
  value: unknown,
  below: Requirement['below'],
  read: (object: Readonly<Record<string, unknown>>, each: RequiredBelow) => unknown,
): unknown {
  if (!below || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => readBelow(item, below, read));
  const object = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(below.map((each) => [each.field, read(object, each)]));
}

/** Arguments change what a field answers, so that a lost or changed one shows. */
function withArguments(value: unknown, args: Readonly<Record<string, unknown>>, type: string): unknown {
  const text = canonical(args);
  if (text === '{}' || value === null) return value;
  const number = hash(text);
  if (Array.isArray(value)) {
    const at = value.length > 0 ? number % value.length : 0;
    return [...value.slice(at), ...value.slice(0, at)];
  }
  switch (named(type)) {
    case 'Int':
      return ((value as number) + number) % 100_000;
    case 'Float':
      return (value as number) + (number % 1000);
    case 'String':
    case 'ID':
      return `${value as string} ${text}`;
    case 'Boolean':
      return number % 2 === 0 ? value : !value;
    default:
      return value;
  }
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'undefined' : JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

export function hash(text: string): number {
  let state = 2166136261;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  return (Math.imul(state ^ (state >>> 15), 2246822519) ^ state) >>> 8;
}
