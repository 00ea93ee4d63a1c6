import type { Entity, Field, Type, World } from './world.js';

/** Worlds with one thing less: a subgraph, then a field. What cannot be composed any more is for the caller to drop. */
export function* smallerWorlds(world: World): Iterable<World> {
  for (let subgraph = 0; subgraph < world.subgraphs; subgraph += 1) {
    if (usedSubgraphs(world).has(subgraph)) yield withoutSubgraph(world, subgraph);
  }
  for (const field of world.query) yield { ...world, query: world.query.filter((each) => each !== field) };
  for (const type of world.types.values()) {
    if (type.kind !== 'entity' && type.kind !== 'value') continue;
    const keys = type.kind === 'entity' ? type.keys.flat() : [];
    for (const field of type.fields) {
      if (!keys.includes(field.name) && type.fields.length > 1)
        yield withFields(
          world,
          type.name,
          type.fields.filter((each) => each !== field),
        );
    }
  }
}

/** The subgraphs that answer anything. */
export function usedSubgraphs(world: World): Set<number> {
  const fields = [
    ...world.query,
    ...[...world.types.values()].flatMap((type) => (type.kind === 'entity' ? type.fields : [])),
  ];
  return new Set(fields.flatMap(({ owners }) => owners));
}

function withFields(world: World, name: string, fields: Field[]): World {
  const types = [...world.types].map(([each, type]): [string, Type] => {
    if (each === name && (type.kind === 'entity' || type.kind === 'value')) return [each, { ...type, fields }];
    return [each, type];
  });
  return { ...world, types: new Map(types) };
}

function withoutSubgraph(world: World, subgraph: number): World {
  const without = (fields: readonly Field[]) =>
    fields
      .map((field) => ({ ...field, owners: field.owners.filter((owner) => owner !== subgraph) }))
      .filter(({ owners }, index) => owners.length > 0 || fields[index]?.owners.length === 0);
  const types = [...world.types].map(([name, type]): [string, Type] => {
    if (type.kind !== 'entity') return [name, type];
    const homes = new Map([...type.homes].filter(([home]) => home !== subgraph));
    return [name, { ...type, homes, fields: without(type.fields) } satisfies Entity];
  });
  return { ...world, types: new Map(types), query: without(world.query) };
}
