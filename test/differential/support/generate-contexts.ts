import { generateField } from './generate-field.js';
import { isPlain } from './generate-directives.js';
import type { Making } from './generate-world.js';
import { type Entity, type Field, isLeaf, itemOf, named, outputEnum, type World } from './world.js';

/**
 * Adds entities below some entities, without any other way to them, with fields that take an argument from the nearest
 * entity above: composition refuses such a field if there is a way to it without that entity.
 */
export function addContexts(making: Making, world: World): void {
  const { random, entities } = making;
  const reached = [...entities];
  for (const entity of reached) {
    if (!random.chance(0.2)) continue;
    const below = addBelow(making, world, reached, [entity]);
    if (below && random.chance(0.5)) addBelow(making, world, reached, [below, entity]);
  }
}

/**
 * Adds an entity below others, the nearest first, with fields that take their argument from one of them.
 * @param reached what its own fields may lead to.
 */
function addBelow(
  making: Making,
  world: World,
  reached: readonly Entity[],
  above: readonly [Entity, ...Entity[]],
): Entity | undefined {
  const { random, entities, types } = making;
  const [parent] = above;
  const taken = above.flatMap(({ name, fields, homes }) =>
    fields.flatMap((field) =>
      leavesOf(world, name, field).map((leaf) => ({ type: name, field, leaf, homes: [...homes.keys()] })),
    ),
  );
  if (taken.length === 0) return undefined;
  const contexts = Array.from({ length: random.integer(1, 2) }, () => random.pick(taken));
  const homes = new Map(
    [...contexts.map((each) => random.pick(each.homes)), random.pick([...parent.homes.keys()])].map((home) => [
      home,
      [0],
    ]),
  );
  const entity: Entity = {
    ...{ kind: 'entity', name: `Entity${entities.length}`, keys: [['id']], homes, stubsResolvable: random.chance(0.6) },
    fields: [{ name: 'id', type: 'ID!', arguments: [], owners: [...homes.keys()] }],
  };
  for (const home of homes.keys()) {
    entity.fields.push(
      generateField(making, { composites: reached.map(({ name }) => name), owners: [home], chance: 0.4 }),
    );
  }
  for (const { type, field, leaf } of contexts) {
    const owners = [random.pick([...homes.keys()].filter((home) => isHome(world, type, home)))];
    entity.fields.push({
      ...generateField(making, { composites: [], owners, chance: 0 }),
      type: random.pick(['String', 'String!', 'ID', 'Int', '[String!]']),
      fromContext: {
        ...{ type, field: field.name, below: leaf === field ? undefined : leaf.name },
        argument: { name: 'above', type: leaf.type.replaceAll('!', '') },
      },
    });
  }
  parent.fields.push({
    ...{ name: making.fieldName('f'), arguments: [], owners: [random.pick([...parent.homes.keys()])] },
    type: random.pick(['T', 'T!', '[T!]', '[T]!']).replace('T', entity.name),
  });
  entities.push(entity);
  types.set(entity.name, entity);
  return entity;
}

/** The leaves that an argument may be taken from through a field: the field itself, or leaves of its one object. */
function leavesOf(world: World, type: string, field: Field): readonly Field[] {
  if (!isPlain(world, type, field) || field.interfaceObject !== undefined) return [];
  const value = world.types.get(named(field.type));
  const below =
    value?.kind === 'value' && value.name !== 'Part' && itemOf(field.type) === undefined ? value.fields : [];
  return [field, ...below].filter(
    (leaf) => isLeaf(leaf.type) && leaf.arguments.length === 0 && named(leaf.type) !== outputEnum,
  );
}

function isHome({ types }: World, name: string, subgraph: number): boolean {
  const type = types.get(name);
  return type?.kind === 'entity' && type.homes.has(subgraph);
}
