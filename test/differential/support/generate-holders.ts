import { generateField } from './generate-field.js';
import type { Making } from './generate-world.js';
import { type Entity, type Field, heldBy, type Key, keyNames, keysIn, named } from './world.js';

/** Types of the field from a holder to the entities in its key; with a nullable type, the key has a number, too. */
const wrappers = ['T!', 'T!', '[T!]!', '[T!]!', '[T]!', '[[T!]!]!', '[[T]!]!'] as const;
const nullable = ['T', '[T]', '[[T!]]'] as const;

/**
 * Adds entities that are found by others which they hold. Each subgraph finds them by other fields of these, so that
 * nobody gives the key whole by which the next is asked: others complete it. Some hold holders.
 */
export function addHolders(making: Making): void {
  const { random, subgraphs, entities } = making;
  // Of more subgraphs, composition would look at too many ways.
  if (subgraphs > 4 || !random.chance(0.9)) return;
  for (let count = random.integer(1, 2); count > 0; count -= 1) {
    const held = entities.filter(({ keys }) => keys.length > 1);
    const last = entities.at(-1);
    const target = last && isHolder(last) && random.chance(0.6) ? last : held[random.integer(0, held.length - 1)];
    if (target) addHolder(making, target);
  }
}

/** Whether an entity is found by others that it holds. */
export function isHolder({ keys }: Entity): boolean {
  return keys.some((key) => key.some((field) => typeof field !== 'string'));
}

function addHolder(making: Making, target: Entity): void {
  const { random, entities, types, query, fieldName } = making;
  const isNullable = random.chance(0.3);
  const held: Field = {
    ...{ name: fieldName('h'), arguments: [], owners: [] },
    type: random.pick(isNullable ? nullable : wrappers).replace('T', target.name),
  };
  const more = isNullable ? ['number'] : [];
  const keys: Key[] = [];
  const homes = new Map<number, number[]>();
  const found = homesFor(making, target);
  if (found.length === 0) return;
  for (const home of found) {
    const below = selected(making, keysIn(making, target, home));
    homes.set(home, [indexOf(keys, [{ field: held.name, below }, ...more])]);
  }
  if (random.chance(0.5)) addNumbered(making, homes, keys);
  const fields = [held.name, 'number', 'id'].flatMap((name): Field[] => {
    const owners = [...homes].flatMap(([home, own]) =>
      own.some((index) => keyNames(keys[index] ?? []).includes(name)) ? [home] : [],
    );
    if (owners.length === 0) return [];
    if (name === held.name) return [{ ...held, owners }];
    return [{ name, type: name === 'id' ? 'ID!' : 'Int!', arguments: [], owners }];
  });
  const name = `Entity${entities.length}`;
  const entity: Entity = { kind: 'entity', name, keys, homes, stubsResolvable: random.chance(0.6), fields };
  entities.push(entity);
  types.set(name, entity);
  const [first = 0] = homes.keys();
  query.push({ ...generateField(making, { composites: [name], owners: [first], chance: 1 }) });
}

/** The subgraphs that find a holder, most of which find the target, too; none where there are too few. */
function homesFor(making: Making, target: Entity): number[] {
  const { random, subgraphs } = making;
  // Composition does not see that a subgraph may complete what it is asked by itself.
  const completing = completers(making, target);
  const able = [...Array(subgraphs).keys()].filter((home) => !completing.includes(home));
  const first = random.pick(able.length > 0 ? able : [0]);
  const others = able.filter((home) => home !== first);
  const chosen = others.filter(() => random.chance(0.4)).slice(0, 2);
  const homes = chosen.length > 0 ? chosen : others.slice(0, 1);
  if (homes.length === 0) return [];
  for (const home of homes)
    if (!isHolder(target) && !target.homes.has(home) && random.chance(0.8)) addHome(target, home);
  return [first, ...homes];
}

/** The subgraphs that can translate one key of an entity into another, or one key of an entity that it holds. */
function completers({ types }: Pick<Making, 'types'>, entity: Entity): number[] {
  const own = [...entity.homes].flatMap(([home, keys]) => (keys.length > 1 ? [home] : [])).slice(0, 1);
  const held = heldBy(entity);
  const target = held && types.get(named(held.type));
  return target?.kind === 'entity' ? [...own, ...completers({ types }, target)] : own;
}

/** Has a subgraph find an entity by its last key; it may refer to it by the first already. */
function addHome({ homes, keys, fields }: Entity, home: number): void {
  const last = keys.length - 1;
  (homes as Map<number, readonly number[]>).set(home, [0, last]);
  const names = [0, last].flatMap((index) => keyNames(keys[index] ?? []));
  for (const field of fields) if (names.includes(field.name)) field.owners = [...field.owners, home];
}

/** Key fields by which a holder names an entity: the fields of one of its keys, or of every key. */
function selected({ random }: Making, keys: readonly Key[]): Key {
  const chosen = random.chance(0.6) ? [random.pick(keys)] : keys;
  const names = new Set<string>();
  return chosen.flat().filter((field) => {
    const [name = ''] = keyNames([field]);
    return !names.has(name) && names.add(name);
  });
}

/** Gives some of the homes a key of one leaf, and another home that has only that. */
function addNumbered({ random, subgraphs }: Making, homes: Map<number, number[]>, keys: Key[]): void {
  const numbered = keys.push(['id']) - 1;
  const last = [...homes.keys()].at(-1) ?? 0;
  homes.get(last)?.push(numbered);
  const left = [...Array(subgraphs).keys()].filter((home) => !homes.has(home));
  if (left.length > 0) homes.set(random.pick(left), [numbered]);
}

function indexOf(keys: Key[], key: Key): number {
  const known = keys.findIndex((each) => JSON.stringify(each) === JSON.stringify(key));
  return known >= 0 ? known : keys.push(key) - 1;
}
