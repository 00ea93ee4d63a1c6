import { hash, type Instance } from './data.js';
import { type Field, isLeaf, isNonNull, itemOf, named, type World } from './world.js';

/** What goes wrong at one field of one object. */
export type Fault = 'throws' | 'null' | 'item' | 'wrong';

/** Which faults happen; the same wherever a field is answered. */
export interface Faults {
  /** Subgraphs answer as if their schemas promised nothing, so that the gateway has to find what is wrong. */
  readonly raw: boolean;
  at(parent: Instance, field: Field): Fault | undefined;
  /** What others are computed from fails: of these errors the oracle knows nothing. */
  readonly required: boolean;
  /** A subgraph that gives no GraphQL answer at all. */
  readonly down?: number | undefined;
  /** Whether a subgraph knows nothing of an entity. */
  isMissing(instance: Instance, subgraph: number): boolean;
}

export const noFaults: Faults = { raw: false, required: false, at: () => undefined, isMissing: () => false };

/**
 * Fields by which entities are found or from which others are computed do not fail: what depends on them fails too,
 * which the oracle knows nothing of.
 */
function spared(world: World): { readonly keys: ReadonlySet<string>; readonly required: ReadonlySet<string> } {
  const names = new Set<string>();
  const keys = new Set<string>();
  for (const type of world.types.values()) {
    if (type.kind !== 'entity') continue;
    for (const key of type.keys.flat()) keys.add(`${type.name}.${key}`);
    for (const field of type.fields) {
      for (const { field: name, below = [] } of field.requires ?? []) {
        names.add(`${type.name}.${name}`);
        const required = type.fields.find((each) => each.name === name);
        for (const each of below) names.add(`${named(required?.type ?? '')}.${each}`);
      }
    }
  }
  return { keys, required: names };
}

export function generateFaults(world: World, seed: string): Faults {
  const { keys, required } = spared(world);
  const mode = (['raw', 'missing', 'required', 'down', 'thrown', 'thrown'] as const)[hash(`${seed} mode`) % 6];
  const raw = mode === 'raw';
  const kinds: readonly Fault[] = raw ? ['null', 'wrong', 'wrong'] : ['throws', 'throws', 'null', 'item'];
  const down = mode === 'down' ? hash(`${seed} down`) % world.subgraphs : undefined;
  return {
    raw,
    required: mode === 'required',
    down: down !== undefined && isAlone(world, down, required) ? down : undefined,
    at: (parent, field) => {
      const name = `${parent.__typename}.${field.name}`;
      if (mode === 'missing' || mode === 'down' || keys.has(name)) return undefined;
      if (required.has(name) ? mode !== 'required' || isNonNull(field.type) : mode === 'required') return undefined;
      // A promise that one of several subgraphs makes is broken only by that one.
      if (field.nonNullIn !== undefined) return undefined;
      const drawn = hash(`${seed} ${parent.uid} ${field.name}`);
      if (drawn % 100 >= (mode === 'required' ? 30 : 7)) return undefined;
      const fault = kinds[(drawn >>> 8) % kinds.length] as Fault;
      if (mode === 'required' && fault === 'item') return 'throws';
      if (fault === 'wrong' && !isLeaf(field.type)) return 'null';
      return fault === 'item' && itemOf(field.type) === undefined ? 'throws' : fault;
    },
    isMissing: (instance, subgraph) => {
      const type = world.types.get(instance.__typename);
      if (mode !== 'missing' || type?.kind !== 'entity' || type.keys.length > 1 || !type.homes.has(subgraph))
        return false;
      const own = type.fields.filter(
        ({ name, owners }) => owners.includes(subgraph) && !type.keys.flat().includes(name),
      );
      // What another subgraph answers too, or is computed from, is known all the same.
      if (own.some((field) => field.owners.length > 1 || required.has(`${type.name}.${field.name}`))) return false;
      return hash(`${seed} missing ${instance.uid} ${subgraph}`) % 100 < 30;
    },
  };
}

/** Whether nothing but the fields of a subgraph's own depends on it: no other has them too, finds keys by it, or computes from it. */
function isAlone(world: World, subgraph: number, required: ReadonlySet<string>): boolean {
  const ofOthers = (type: string, { name, owners }: Field) =>
    owners.includes(subgraph) && (owners.length > 1 || required.has(`${type}.${name}`));
  return (
    [...world.types.values()].every((type) => {
      if (type.kind !== 'entity') return true;
      if (type.keys.length > 1 && type.homes.has(subgraph)) return false;
      const own = type.fields.filter(({ name }) => !type.keys.flat().includes(name));
      return !own.some((field) => ofOthers(type.name, field) || field.provides);
    }) && !world.query.some((field) => ofOthers('Query', field) || field.provides)
  );
}

/** A value that a type does not allow. */
export function wrongValue(field: Field, number: number): unknown {
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
      return ['UNKNOWN', 1, '', ['RED'], {}][number % 5];
    default:
      return undefined;
  }
}

/** Whether a fault makes an error, where the field is not null because it may be. */
export function breaks(field: Field, fault: Fault): boolean {
  return fault !== 'null' || isNonNull(field.type);
}
