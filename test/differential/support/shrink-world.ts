import { type DocumentNode, visit } from 'graphql';
import { type Entity, type Field, keyNames, named, ownedFields, type Type, type World } from './world.js';

/** A world with one thing less, and the name of that thing. */
export interface SmallerWorld {
  readonly without: string;
  readonly world: World;
}

/**
 * Smaller worlds: without the fields that an operation does not need, then without a subgraph, a type, a field, or a
 * directive of a field. Some do not compose; the caller drops those.
 */
export function* smallerWorlds(world: World, document: DocumentNode): Iterable<SmallerWorld> {
  const asked = askedFields(world, document);
  const onlyAsked = mapFields(world, (field) => (asked.has(field.name) ? field : undefined));
  yield { without: 'all that is not asked for', world: onlyAsked };
  for (const subgraph of usedSubgraphs(world)) {
    yield { without: `subgraph ${subgraph}`, world: withoutSubgraph(world, subgraph) };
  }
  for (const type of world.types.keys()) yield { without: type, world: withoutType(world, type) };
  for (const target of allFields(world)) {
    const replaced = (by: Field | undefined) => mapFields(world, (field) => (field.name === target.name ? by : field));
    yield { without: target.name, world: replaced(undefined) };
    for (const said of ['requires', 'fromContext', 'provides', 'override', 'inaccessible', 'nonNullIn'] as const) {
      if (target[said] !== undefined)
        yield { without: `${target.name} ${said}`, world: replaced({ ...target, [said]: undefined }) };
    }
  }
}

/**
 * The fields that an operation names, the fields of keys, and the fields that these are computed from or take an
 * argument from.
 */
function askedFields(world: World, document: DocumentNode): Set<string> {
  const asked = new Set(
    [...world.types.values()].flatMap((type) => (type.kind === 'entity' ? type.keys.flatMap(keyNames) : [])),
  );
  visit(document, {
    Field: ({ name }) => {
      asked.add(name.value);
    },
  });
  for (const { field } of ownedFields(world).toReversed()) {
    if (asked.has(field.name)) {
      for (const each of (field.requires ?? []).flatMap((one) => [one, ...(one.below ?? [])])) asked.add(each.field);
      const { field: name, below } = field.fromContext ?? {};
      for (const each of [name, below]) if (each !== undefined) asked.add(each);
    }
  }
  return asked;
}

function allFields({ query, mutation, types }: World): Field[] {
  return [...query, ...mutation, ...[...types.values()].flatMap((type) => fieldsIn(type))];
}

function fieldsIn(type: Type): readonly Field[] {
  return type.kind === 'entity' || type.kind === 'value' ? type.fields : [];
}

/** The subgraphs that answer anything. */
export function usedSubgraphs(world: World): Set<number> {
  return new Set(ownedFields(world).flatMap(({ field }) => field.owners));
}

function mapFields(world: World, map: (field: Field) => Field | undefined): World {
  const mapped = (fields: readonly Field[]) => fields.flatMap((field) => map(field) ?? []);
  const types = [...world.types].map(([name, type]): [string, Type] => {
    return [name, type.kind === 'entity' || type.kind === 'value' ? { ...type, fields: mapped(type.fields) } : type];
  });
  return { ...world, types: new Map(types), query: mapped(world.query), mutation: mapped(world.mutation) };
}

function withoutSubgraph(world: World, subgraph: number): World {
  const without = mapFields(world, (field) => {
    const owners = field.owners.filter((owner) => owner !== subgraph);
    const { override } = field;
    const isLeft = owners.length > 0 || field.owners.length === 0;
    const isOverridden = override && override.from !== subgraph && override.by !== subgraph;
    return isLeft ? { ...field, owners, override: isOverridden ? override : undefined } : undefined;
  });
  const types = [...without.types].map(([name, type]): [string, Type] => {
    if (type.kind !== 'entity') return [name, type];
    const homes = new Map([...type.homes].filter(([home]) => home !== subgraph));
    return [name, { ...type, homes } satisfies Entity];
  });
  return { ...without, types: new Map(types) };
}

function withoutType(world: World, name: string): World {
  const left = mapFields(world, (field) => (named(field.type) === name ? undefined : field));
  const types = [...left.types].flatMap(([each, type]): [string, Type][] => {
    if (each === name) return [];
    if (!('members' in type)) return [[each, type]];
    const without = (members: readonly string[]) => members.filter((member) => member !== name);
    const knownIn = new Map([...type.knownIn].map(([subgraph, members]) => [subgraph, without(members)]));
    return [[each, { ...type, members: without(type.members), knownIn }]];
  });
  return { ...left, types: new Map(types) };
}
