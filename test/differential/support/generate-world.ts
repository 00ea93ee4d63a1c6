import type { Random } from '../../../subgraphs/demo/src/random.js';
import { addContexts } from './generate-contexts.js';
import { addHolders } from './generate-holders.js';
import { generateField, generateInputs, generateEnums } from './generate-field.js';
import { addInaccessible, addOverrides, addProvides, addRequires } from './generate-directives.js';
import {
  type Entity,
  type Field,
  type Interface,
  isNonNull,
  type Key,
  keyNames,
  placeType,
  type Type,
  type Union,
  type Value,
  type World,
} from './world.js';

/** The state of a world in the making. */
export interface Making {
  readonly random: Random;
  /** The number of subgraphs, without the one that interface objects may add. */
  readonly subgraphs: number;
  readonly types: Map<string, Type>;
  readonly entities: Entity[];
  readonly values: Value[];
  readonly abstract: (Interface | Union)[];
  readonly query: Field[];
  readonly mutation: Field[];
  /** A name that no other field has. */
  readonly fieldName: (prefix: string) => string;
}

/**
 * Makes a random supergraph.
 * @param hasHolders whether it may have entities that are found by others which they hold.
 */
export function generateWorld(random: Random, hasHolders = true): World {
  let lastField = 0;
  const making: Making = {
    ...{ random, subgraphs: random.integer(2, 7), types: new Map() },
    ...{ entities: [], values: [], abstract: [], query: [], mutation: [] },
    fieldName: (prefix) => `${prefix}${(lastField += 1)}`,
  };
  addEntities(making);
  if (hasHolders) addHolders(making);
  addValues(making);
  addAbstractTypes(making);
  addValueFields(making);
  addEntityFields(making);
  addInterfaceFields(making);
  addRootFields(making);
  addMutations(making);
  addPart(making);
  const hasInterfaceObject = random.chance(0.4) && addEntityInterface(making);
  const { types, query, mutation } = making;
  const subgraphs = making.subgraphs + (hasInterfaceObject ? 1 : 0);
  const world: World = {
    ...{ subgraphs, types, query, mutation },
    enums: generateEnums(random, subgraphs),
    inputs: generateInputs(random, subgraphs),
  };
  addContexts(making, world);
  addRequires(making, world);
  addProvides(making, world);
  addOverrides(making, world);
  addInaccessible(making);
  return world;
}

/** Some of the items, at least one. */
export function some<Item>(random: Random, items: readonly Item[]): Item[] {
  const chosen = items.filter(() => random.chance(0.6));
  return chosen.length > 0 ? chosen : items.slice(0, 1);
}

const keySets: readonly (readonly Key[])[] = [
  [['id']],
  [['id']],
  [['id'], ['code']],
  [['region', 'number']],
  [['id'], ['region', 'number']],
  [['place']],
  [['place', 'number'], ['id']],
];

/** The types that keys of a name may have, of some entities one and of others another. */
const keyTypes = {
  ...{ id: ['ID!'], code: ['String!', 'Int!'], region: ['String!'], number: ['Int!', 'String!'] },
  place: [`${placeType}!`],
} as const;

function addEntities({ random, subgraphs, entities, types }: Making): void {
  const subgraph = () => random.integer(0, subgraphs - 1);
  for (let index = random.integer(1, 4); index >= 0; index -= 1) {
    const keys = random.pick(keySets);
    const all = keys.map((_key, key) => key);
    // The first home has every key, so that it can tell one of another.
    const homes = new Map([[subgraph(), all]]);
    for (let count = random.integer(0, 3); count > 0; count -= 1) {
      const home = subgraph();
      if (!homes.has(home)) homes.set(home, random.chance(0.6) ? [random.integer(0, keys.length - 1)] : all);
    }
    const fields = [...new Set(keys.flatMap(keyNames))].map((name) => ({
      ...{ name, type: random.pick(keyTypes[name as keyof typeof keyTypes]), arguments: [] },
      owners: [...homes.keys()].filter((home) =>
        homes.get(home)?.some((key) => keyNames(keys[key] ?? []).includes(name)),
      ),
    }));
    const name = `Entity${entities.length}`;
    const entity: Entity = { kind: 'entity', name, keys, homes, stubsResolvable: random.chance(0.6), fields };
    entities.push(entity);
    types.set(name, entity);
  }
  if (!entities.some(({ keys }) => keys.flatMap(keyNames).includes('place'))) return;
  const placeFields = ['code', 'floor'].map((name) => ({
    ...{ name, type: name === 'code' ? 'String!' : 'Int!', arguments: [], owners: [] },
  }));
  types.set(placeType, { kind: 'value', name: placeType, fields: placeFields });
}

function addValues({ random, values, types }: Making): void {
  for (let count = random.integer(1, 3); count > 0; count -= 1) {
    const value: Value = { kind: 'value', name: `Value${values.length}`, fields: [] };
    values.push(value);
    types.set(value.name, value);
  }
}

function addAbstractTypes({ random, subgraphs, entities, values, abstract, types }: Making): void {
  const names = (members: readonly Type[]) => members.map(({ name }) => name);
  /** Some subgraphs know only some of the members, the first among them. */
  const knownIn = (members: readonly string[]) =>
    new Map(
      [...Array(subgraphs).keys()]
        .filter(() => members.length > 1 && random.chance(0.3))
        .map((subgraph) => [subgraph, [...new Set([members[0] as string, ...some(random, members)])]]),
    );
  const simple = entities.filter(({ keys }) => keys.length === 1 && isId(keys[0]));
  if (simple.length > 0 && random.chance(0.7)) {
    const members = names(some(random, simple));
    abstract.push({ kind: 'interface', name: 'Node', members, knownIn: knownIn(members), fields: ['id'] });
  }
  if (random.chance(0.5)) {
    abstract.push({
      ...{ kind: 'interface', name: 'Thing', members: names(some(random, values)), knownIn: new Map(), fields: [] },
    });
  }
  if (random.chance(0.7)) {
    const members = names(some(random, [...entities, ...values]));
    abstract.push({ kind: 'union', name: 'Any', members, knownIn: knownIn(members) });
  }
  for (const type of abstract) types.set(type.name, type);
}

function addValueFields(making: Making): void {
  const { random, entities, values } = making;
  for (const [index, value] of values.entries()) {
    const composites = [...entities, ...values.slice(index + 1)].map(({ name }) => name);
    for (let at = random.integer(1, 3); at >= 0; at -= 1) {
      value.fields.push(generateField(making, { composites: at === 0 ? [] : composites, owners: [], chance: 0.35 }));
    }
  }
}

function composites({ entities, values, abstract }: Making): string[] {
  return [...entities, ...values, ...abstract, ...abstract].map(({ name }) => name);
}

function addEntityFields(making: Making): void {
  const { random, entities } = making;
  for (const entity of entities) {
    const homes = [...entity.homes.keys()];
    for (const home of homes) {
      for (let count = random.integer(1, 3); count > 0; count -= 1) {
        const added = generateField(making, { composites: composites(making), owners: [home], chance: 0.5 });
        if (homes.length > 1 && random.chance(0.15)) {
          added.owners = [...new Set([home, random.pick(homes)])];
          if (added.owners.length > 1 && !isNonNull(added.type) && random.chance(0.3)) added.nonNullIn = home;
        }
        entity.fields.push(added);
      }
    }
  }
}

function addInterfaceFields(making: Making): void {
  const { random, abstract, types, subgraphs } = making;
  for (const type of abstract) {
    if (type.kind !== 'interface') continue;
    const members = type.members.map((member) => types.get(member) as Entity | Value);
    const homes = [...Array(subgraphs).keys()].filter((home) =>
      members.every((member) => member.kind === 'value' || member.homes.has(home)),
    );
    const ofValues = members.every(({ kind }) => kind === 'value');
    for (let count = ofValues || homes.length > 0 ? random.integer(1, 2) : 0; count > 0; count -= 1) {
      addCommonField(making, type, members, ofValues ? [] : [random.pick(homes)]);
    }
  }
}

function addCommonField(making: Making, type: Interface, members: readonly (Entity | Value)[], owners: number[]): void {
  const entities = making.entities.map(({ name }) => name);
  const common = generateField(making, { composites: entities, owners, chance: 0.3 });
  type.fields.push(common.name);
  for (const member of members) member.fields.push({ ...common, owners: [...owners] });
}

/** A type that no field leads to is part of no subgraph; the fields of the root lead to most. */
function addRootFields(making: Making): void {
  const { random, subgraphs, entities, query } = making;
  for (let home = 0; home < subgraphs; home += 1) {
    const local = entities.filter(({ homes }) => homes.has(home)).map(({ name }) => name);
    const led = [...local, ...local, ...local, ...composites(making)];
    for (let count = random.integer(1, 2); count > 0; count -= 1) {
      const added = generateField(making, { composites: led, owners: [home], chance: 0.9 });
      if (random.chance(0.1)) added.owners = [...new Set([home, random.integer(0, subgraphs - 1)])];
      query.push(added);
    }
  }
}

function addMutations(making: Making): void {
  const { random, subgraphs, entities, mutation } = making;
  if (!random.chance(0.4)) return;
  for (let count = random.integer(2, 4); count > 0; count -= 1) {
    const owners = [random.integer(0, subgraphs - 1)];
    mutation.push(generateField(making, { composites: composites(making), owners, chance: 0.6 }));
  }
  for (const entity of entities) {
    const [home] = entity.homes.keys();
    if (home === undefined || !random.chance(0.5)) continue;
    entity.fields.push({ name: making.fieldName('n'), type: 'Int', arguments: [], owners: [home], counts: true });
  }
}

/** A value type of which each of two subgraphs knows a part; both answer what leads to it. */
function addPart(making: Making): void {
  const { random, subgraphs, types, query, entities } = making;
  if (!random.chance(0.4)) return;
  const [first, second] = [random.integer(0, subgraphs - 1), random.integer(0, subgraphs - 1)];
  if (first === second) return;
  const owners = [[first], [second], [first, second]];
  types.set('Part', {
    ...{ kind: 'value', name: 'Part' },
    fields: owners.map((each) => generateField(making, { composites: [], owners: each, chance: 0 })),
  });
  const leading = (): Field => ({
    ...{ name: making.fieldName('f'), type: random.pick(['Part', 'Part!']), arguments: [], owners: [first, second] },
  });
  query.push(leading());
  for (const { homes, fields } of entities) {
    if (homes.has(first) && homes.has(second)) fields.push(leading());
  }
}

/** An interface with a key, all types of which are in one subgraph, while another knows it as an object. */
function addEntityInterface(making: Making): boolean {
  const { random, entities, subgraphs, types, query } = making;
  const home = random.integer(0, subgraphs - 1);
  const isMember = ({ keys, homes }: Entity) => homes.get(home)?.some((key) => isId(keys[key])) ?? false;
  const members = entities.filter(isMember);
  if (members.length === 0) return false;
  const type: Interface = {
    ...{ kind: 'interface', name: 'Being', members: members.map(({ name }) => name), knownIn: new Map() },
    ...{ fields: ['id'], entity: { home, object: subgraphs } },
  };
  types.set(type.name, type);
  addCommonField(making, type, members, [home]);
  for (let count = random.integer(1, 2); count > 0; count -= 1) {
    const own = generateField(making, { composites: ['Being'], owners: [subgraphs], chance: 0.3 });
    for (const { fields } of members) fields.push({ ...own, owners: [subgraphs], interfaceObject: 'Being' });
  }
  for (const owner of [home, subgraphs]) {
    query.push(generateField(making, { composites: ['Being'], owners: [owner], chance: 1 }));
  }
  return true;
}

function isId(key: Key = []): boolean {
  return key.length === 1 && key[0] === 'id';
}
