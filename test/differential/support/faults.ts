import { hash, type Instance } from './data.js';
import {
  declaring,
  type Field,
  fieldsOf,
  isKey,
  isLeaf,
  isNonNull,
  itemOf,
  named,
  outputEnum,
  ownedFields,
  type World,
} from './world.js';

/** What goes wrong at one field of one object. */
export type Fault = 'throws' | 'null' | 'item' | 'wrong';

/** Which faults happen; the same wherever a field is answered. */
export interface Faults {
  /** Subgraphs answer as if their schemas promised nothing, so that the gateway has to find what is wrong. */
  readonly raw: boolean;
  at(parent: Instance, field: Field): Fault | undefined;
  /** Fields that others are computed from fail: the oracle does not know these errors. */
  readonly required: boolean;
  /**
   * Whether a subgraph fails, or does not know an entity: the answer then depends on the planner's choice of subgraph.
   */
  readonly ofSubgraphs: boolean;
  /** A subgraph that gives no GraphQL answer at all. */
  readonly down?: number | undefined;
  /** Whether a subgraph does not know an entity. */
  isMissing(instance: Instance, subgraph: number): boolean;
}

export const noFaults: Faults = {
  ...{ raw: false, required: false, ofSubgraphs: false },
  ...{ at: () => undefined, isMissing: () => false },
};

const modes = ['raw', 'missing', 'required', 'down', 'thrown', 'thrown'] as const;

/** Draws what goes wrong; the same for the same seed. */
export function generateFaults(world: World, seed: string): Faults {
  const mode = modes[hash(`${seed} mode`) % modes.length] ?? 'thrown';
  const required = requiredFields(world);
  const down = mode === 'down' ? hash(`${seed} down`) % world.subgraphs : undefined;
  return {
    ...{ raw: mode === 'raw', required: mode === 'required', ofSubgraphs: mode === 'missing' || mode === 'down' },
    down: down !== undefined && isAlone(world, down, required) ? down : undefined,
    at: mode === 'missing' || mode === 'down' ? () => undefined : faultAt(world, seed, mode, required),
    isMissing: mode === 'missing' ? missing(world, seed, required) : () => false,
  };
}

/**
 * The fields that others are computed from or take an argument from, as `Type.field`. They fail in a separate mode,
 * because dependent fields fail too, and the oracle does not know those errors. Non-null fields below a field that only
 * one subgraph declares as non-null belong to the same mode.
 */
function requiredFields(world: World): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (type: string, name: string, below: readonly string[]) => {
    names.add(`${type}.${name}`);
    const required = fieldsOf(world, type).find((each) => each.name === name);
    const value = named(required?.type ?? '');
    for (const each of below) names.add(`${value}.${each}`);
    if (below.length > 0) addPromised(world, value, names);
  };
  for (const { type, field } of ownedFields(world)) {
    for (const { field: name, below = [] } of field.requires ?? []) {
      const leaves = below.map((each) => each.field);
      add(type, name, leaves);
    }
    if (field.nonNullIn !== undefined) addPromised(world, named(field.type), names);
    const { fromContext } = field;
    if (fromContext)
      add(fromContext.type, fromContext.field, fromContext.below === undefined ? [] : [fromContext.below]);
  }
  return names;
}

/** Adds the non-null fields below a type: if one of them fails, the whole required object is null. */
function addPromised(world: World, type: string, names: Set<string>): void {
  const found = world.types.get(type);
  if (found && 'members' in found) for (const member of found.members) addPromised(world, member, names);
  for (const field of fieldsOf(world, type)) {
    const place = `${type}.${field.name}`;
    if (!field.type.includes('!') || names.has(place)) continue;
    names.add(place);
    addPromised(world, named(field.type), names);
  }
}

function faultAt(
  world: World,
  seed: string,
  mode: 'raw' | 'required' | 'thrown',
  required: ReadonlySet<string>,
): Faults['at'] {
  const kinds: readonly Fault[] = mode === 'raw' ? ['null', 'wrong', 'wrong'] : ['throws', 'throws', 'null', 'item'];
  return (parent, field) => {
    const type = parent.type;
    const found = world.types.get(type);
    // Errors must not reveal an entity that clients may not see.
    if (found?.kind === 'entity' && found.inaccessible) return undefined;
    // Fields by which entities are found do not fail: all fields of the entity would.
    if (isKey(world, type, field.name)) return undefined;
    if (required.has(`${type}.${field.name}`) ? mode !== 'required' || isNonNull(field.type) : mode === 'required')
      return undefined;
    // A promise that one of several subgraphs makes is broken only by that one.
    if (field.nonNullIn !== undefined) return undefined;
    const drawn = hash(`${seed} ${parent.uid} ${field.name}`);
    if (drawn % 100 >= (mode === 'required' ? 30 : 7)) return undefined;
    const fault = kinds[(drawn >>> 8) % kinds.length] as Fault;
    if (mode === 'required' && fault === 'item') return 'throws';
    if (fault === 'wrong' && !isLeaf(field.type)) return 'null';
    return fault === 'item' && itemOf(field.type) === undefined ? 'throws' : fault;
  };
}

function missing(world: World, seed: string, required: ReadonlySet<string>): Faults['isMissing'] {
  return ({ type: name, uid }, subgraph) => {
    const type = world.types.get(name);
    if (type?.kind !== 'entity' || type.keys.length > 1 || !type.homes.has(subgraph)) return false;
    if (tellsTypes(world, subgraph)) return false;
    const own = type.fields.filter((field) => declaring(field).includes(subgraph) && !isKey(world, name, field.name));
    // A gateway still gets a value that another subgraph answers too, or that is sent as required.
    if (own.some((field) => declaring(field).length > 1 || required.has(`${name}.${field.name}`))) return false;
    return hash(`${seed} missing ${uid} ${subgraph}`) % 100 < 30;
  };
}

/** Whether a subgraph is asked of which type an object is that another knows only as an interface. */
function tellsTypes({ types }: World, subgraph: number): boolean {
  return [...types.values()].some((type) => type.kind === 'interface' && type.entity?.home === subgraph);
}

/** Whether nothing but the fields of a subgraph's own depends on it: no other has them too, gives them along, finds keys by it, or computes from it. */
function isAlone(world: World, subgraph: number, required: ReadonlySet<string>): boolean {
  if (tellsTypes(world, subgraph)) return false;
  for (const type of world.types.values()) {
    if (type.kind === 'entity' && type.keys.length > 1 && type.homes.has(subgraph)) return false;
  }
  return ownedFields(world).every(({ type, field }) => {
    if (!declaring(field).includes(subgraph) || isKey(world, type, field.name)) return true;
    if (isGivenAlong(world, type, field)) return false;
    return declaring(field).length === 1 && !field.provides && !required.has(`${type}.${field.name}`);
  });
}

/** Whether some subgraph answers a field that another owns, along a way on which it provides it. */
function isGivenAlong(world: World, type: string, { name }: Field): boolean {
  return ownedFields(world).some(({ field: { provides } }) => provides?.on === type && provides.field === name);
}

/** What a resolver gives where a fault happens. */
export function faulty(faults: Faults, parent: Instance, field: Field, value: unknown, raw: boolean): unknown {
  const number = hash(`${parent.uid} ${field.name}`);
  switch (faults.at(parent, field)) {
    case undefined:
      return value;
    case 'null':
      return null;
    case 'throws':
      return new Error(`${parent.type}.${field.name} fails.`);
    case 'item':
      if (!Array.isArray(value) || value.length === 0) return value;
      return value.with(number % value.length, new Error(`An item of ${field.name} fails.`));
    case 'wrong': {
      const wrong = wrongValue(field, number);
      // A custom scalar has no wrong values.
      if (wrong === undefined) return value;
      return raw ? wrong : new Error('A wrong value.');
    }
  }
}

/** A value that a type does not allow. */
function wrongValue(field: Field, number: number): unknown {
  if (itemOf(field.type) !== undefined) return number % 2 === 0 ? 'no list' : { no: 'list' };
  switch (named(field.type)) {
    case 'Int':
      return [1.5, '3', true, 2 ** 40, [1], { a: 1 }][number % 6];
    case 'Float':
      return ['1.5', false, [], {}][number % 4];
    case 'Boolean':
      return ['true', 1, 0, []][number % 4];
    case 'String':
      return [3, true, ['a'], {}][number % 4];
    case 'ID':
      return [true, 1.5, ['a'], {}][number % 4];
    case 'Colour':
    case 'Size':
    case outputEnum:
      return ['UNKNOWN', 1, '', ['RED'], {}][number % 5];
    default:
      return undefined;
  }
}
