import type { Random } from '../../../subgraphs/kit/src/demo/random.js';

/** An argument of a field, or a field of an input object; types are written as GraphQL writes them. */
export interface Argument {
  readonly name: string;
  readonly type: string;
  /** The default, as GraphQL writes it. */
  readonly default?: string;
}

/** What a field is computed from: a field of the same entity, with an argument or what is selected below it. */
export interface Requirement {
  readonly field: string;
  readonly argument?: { readonly name: string; readonly value: number };
  readonly below?: readonly string[];
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly arguments: readonly Argument[];
  /** The subgraphs that answer it; empty in value types, which are whole wherever they occur. */
  owners: number[];
  requires?: Requirement[];
  /** What subgraphs give along with the entity that this field leads to, by subgraph. */
  provides?: Map<number, string>;
  /** A subgraph that promises more than the others: never null. */
  nonNullIn?: number;
}

/** An entity: found by its keys in each of its homes. */
export interface Entity {
  readonly kind: 'entity';
  readonly name: string;
  readonly keys: readonly (readonly string[])[];
  /** Which of the keys each subgraph has that answers fields of it. */
  homes: Map<number, readonly number[]>;
  /** Subgraphs that only refer to it say so, or do not. */
  readonly stubsResolvable: boolean;
  fields: Field[];
}

export interface Value {
  readonly kind: 'value';
  readonly name: string;
  fields: Field[];
}

export interface Interface {
  readonly kind: 'interface';
  readonly name: string;
  members: readonly string[];
  /** The fields that all its members have, which a subgraph's own interface has where they all have them there. */
  fields: string[];
}

export interface Union {
  readonly kind: 'union';
  readonly name: string;
  members: readonly string[];
}

export type Type = Entity | Value | Interface | Union;

/** A supergraph before it is split into subgraphs. */
export interface World {
  readonly subgraphs: number;
  readonly types: Map<string, Type>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
  readonly inputs: ReadonlyMap<string, readonly Argument[]>;
  /** The fields of the root. */
  query: Field[];
}

export const customScalar = 'Anything';

export const leaves = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Colour', 'Size', customScalar] as const;

/** The name of a type without what is wrapped around it. */
export function named(type: string): string {
  return type.replaceAll(/[[\]!]/g, '');
}

export function isNonNull(type: string): boolean {
  return type.endsWith('!');
}

/** What is in a list, or undefined where a type is none. */
export function itemOf(type: string): string | undefined {
  const nullable = isNonNull(type) ? type.slice(0, -1) : type;
  return nullable.startsWith('[') ? nullable.slice(1, -1) : undefined;
}

export function isLeaf(type: string): boolean {
  return (leaves as readonly string[]).includes(named(type));
}

/** The fields of a type that has any. */
export function fieldsOf(world: World, type: string): readonly Field[] {
  if (type === 'Query') return world.query;
  const found = world.types.get(type);
  return found && 'fields' in found && found.kind !== 'interface' ? found.fields : [];
}

const wrappers = ['T', 'T', 'T', 'T!', 'T!', '[T]', '[T!]', '[T!]!', '[T]!', '[[T]]', '[[T!]!]!', '[[T]!]'];

export function generateWorld(random: Random): World {
  const subgraphs = random.integer(2, 8);
  const types = new Map<string, Type>();
  const enums = new Map([
    ['Colour', ['RED', 'GREEN', 'BLUE']],
    ['Size', ['SMALL', 'LARGE']],
  ]);
  const inputs = new Map<string, readonly Argument[]>([
    [
      'Filter',
      [
        { name: 'least', type: 'Int', default: '1' },
        { name: 'colours', type: '[Colour!]', default: random.chance(0.5) ? '[RED]' : undefined },
        { name: 'inner', type: 'Filter' },
        { name: 'word', type: random.chance(0.3) ? 'String!' : 'String' },
      ],
    ],
  ]);
  const world: World = { subgraphs, types, enums, inputs, query: [] };
  const subgraph = () => random.integer(0, subgraphs - 1);
  let lastField = 0;
  const name = (prefix: string) => `${prefix}${(lastField += 1)}`;

  const entities = Array.from({ length: random.integer(2, 5) }, (_, index): Entity => {
    const keys = random.pick([
      [['id']],
      [['id']],
      [['id']],
      [['id'], ['code']],
      [['region', 'number']],
      [['id'], ['region', 'number']],
    ]);
    const first = subgraph();
    const homes = new Map([[first, keys.map((_key, key) => key)]]);
    for (let count = random.integer(0, 3); count > 0; count -= 1) {
      const home = subgraph();
      // The first home has every key, so that it can tell one of another.
      if (!homes.has(home))
        homes.set(home, random.chance(0.6) ? [random.integer(0, keys.length - 1)] : keys.map((_key, key) => key));
    }
    return { kind: 'entity', name: `Entity${index}`, keys, homes, stubsResolvable: random.chance(0.6), fields: [] };
  });
  const values = Array.from({ length: random.integer(1, 3) }, (_, index): Value => ({
    kind: 'value',
    name: `Value${index}`,
    fields: [],
  }));
  for (const type of [...entities, ...values]) types.set(type.name, type);

  const some = <Item>(items: readonly Item[]) => {
    const chosen = items.filter(() => random.chance(0.6));
    return chosen.length > 0 ? chosen : items.slice(0, 1);
  };
  const simple = entities.filter(({ keys }) => keys.length === 1 && keys[0]?.[0] === 'id');
  const abstract: (Interface | Union)[] = [];
  if (simple.length > 0 && random.chance(0.7)) {
    abstract.push({
      kind: 'interface',
      name: 'Node',
      members: some(simple).map((member) => member.name),
      fields: ['id'],
    });
  }
  if (random.chance(0.5)) {
    abstract.push({ kind: 'interface', name: 'Thing', members: some(values).map((member) => member.name), fields: [] });
  }
  // Partial unions are left out: each subgraph that has a union has all its members (planner: fault 6).
  if (random.chance(0.7)) {
    abstract.push({ kind: 'union', name: 'Any', members: some([...entities, ...values]).map((member) => member.name) });
  }
  for (const type of abstract) types.set(type.name, type);

  const argumentsOf = (): Argument[] => {
    if (!random.chance(0.3)) return [];
    return Array.from({ length: random.integer(1, 2) }, (_, index) => {
      const [type, value] = random.pick([
        ['Int', '7'],
        ['Int!', '3'],
        ['String', '"a\\"b"'],
        ['Colour', 'GREEN'],
        ['[Int!]', '[1, 2]'],
        ['[[Int]]', '[[1], null]'],
        ['Boolean!', 'true'],
        ['ID', '"x"'],
        ['Float', '1.5'],
        ['Filter', '{ least: 2, word: "w" }'],
        [customScalar, '{ a: [1, "b"] }'],
      ] as const);
      return { name: `arg${index}`, type, default: random.chance(0.4) ? value : undefined };
    });
  };
  const field = (composites: readonly string[], owners: number[], chance: number): Field => {
    const composite = composites.length > 0 && random.chance(chance);
    const type = composite ? random.pick(composites) : random.pick(leaves);
    return { name: name('f'), type: random.pick(wrappers).replace('T', type), arguments: argumentsOf(), owners };
  };

  const entityNames = entities.map((entity) => entity.name);
  const abstractNames = abstract.map((type) => type.name);
  for (const [index, value] of values.entries()) {
    const composites = [...entityNames, ...values.slice(index + 1).map((later) => later.name)];
    value.fields = Array.from({ length: random.integer(2, 4) }, (_, at) => field(at === 0 ? [] : composites, [], 0.35));
  }
  const composites = [...entityNames, ...values.map((value) => value.name), ...abstractNames, ...abstractNames];
  for (const entity of entities) {
    const homes = [...entity.homes.keys()];
    // Keys of one name are of one type: where fragments on entities that have them of another meet, the planner asks for
    // both under one alias, or none, which no subgraph takes (planner: fault 12).
    const keyTypes: Record<string, string> = { id: 'ID!', code: 'String!', region: 'String!', number: 'Int!' };
    entity.fields = [...new Set(entity.keys.flat())].map((key) => ({
      name: key,
      type: keyTypes[key] ?? 'ID!',
      arguments: [],
      owners: homes.filter((home) => entity.homes.get(home)?.some((index) => entity.keys[index]?.includes(key))),
    }));
    for (const home of homes) {
      for (let count = random.integer(1, 3); count > 0; count -= 1) {
        const added = field(composites, [home], 0.5);
        if (homes.length > 1 && random.chance(0.15)) {
          added.owners = [...new Set([home, random.pick(homes)])];
          if (added.owners.length > 1 && !isNonNull(added.type) && random.chance(0.3)) added.nonNullIn = home;
        }
        entity.fields.push(added);
      }
    }
  }
  for (const type of abstract) {
    if (type.kind !== 'interface') continue;
    const members = type.members.map((member) => types.get(member) as Entity | Value);
    for (let count = random.integer(1, 2); count > 0; count -= 1) {
      const homes = [...Array(subgraphs).keys()].filter((home) =>
        members.every((member) => member.kind === 'value' || member.homes.has(home)),
      );
      const entitiesOnly = members.every((member) => member.kind === 'entity');
      if (entitiesOnly && homes.length === 0) break;
      const common = field(entityNames, entitiesOnly ? [random.pick(homes)] : [], 0.3);
      type.fields.push(common.name);
      for (const member of members) member.fields.push({ ...common, owners: [...common.owners] });
    }
  }
  // A type that nobody leads to is part of no subgraph; the fields of the root lead to most.
  for (let home = 0; home < subgraphs; home += 1) {
    const local = entities.filter((entity) => entity.homes.has(home)).map((entity) => entity.name);
    for (let count = random.integer(1, 2); count > 0; count -= 1) {
      const added = field([...local, ...local, ...local, ...composites], [home], 0.9);
      if (random.chance(0.1)) added.owners = [...new Set([home, subgraph()])];
      world.query.push(added);
    }
  }
  addRequires(world, entities, random, name);
  addProvides(world, entities, random);
  return world;
}

function addRequires(
  world: World,
  entities: readonly Entity[],
  random: Random,
  name: (prefix: string) => string,
): void {
  for (const entity of entities) {
    const keys = new Set(entity.keys.flat());
    for (const home of entity.homes.keys()) {
      if (!random.chance(0.5)) continue;
      const requirements = entity.fields.flatMap((candidate): Requirement[] => {
        if (keys.has(candidate.name) || candidate.owners.includes(home) || candidate.nonNullIn !== undefined) return [];
        const value = world.types.get(named(candidate.type));
        const [argument] = candidate.arguments;
        if (
          argument &&
          (candidate.arguments.length > 1 || named(argument.type) !== 'Int' || argument.type.startsWith('['))
        )
          return [];
        const base = {
          field: candidate.name,
          ...(argument && { argument: { name: argument.name, value: 1 + (candidate.name.length % 9) } }),
        };
        if (isLeaf(candidate.type)) return [base];
        if (value?.kind !== 'value') return [];
        // Arguments below an object are left out (planner: fault 7).
        const below = value.fields
          .filter((each) => isLeaf(each.type) && each.arguments.length === 0)
          .map((each) => each.name);
        return below.length > 0 ? [{ ...base, below }] : [];
      });
      const requires = requirements.filter(() => random.chance(0.5)).slice(0, 3);
      if (requires.length === 0) continue;
      const type = random.pick(['String', 'String!', '[String!]']);
      entity.fields.push({ name: name('r'), type, arguments: [], owners: [home], requires });
    }
  }
}

function addProvides(world: World, entities: readonly Entity[], random: Random): void {
  for (const field of [...world.query, ...entities.flatMap((entity) => entity.fields)]) {
    const target = world.types.get(named(field.type));
    const [home] = field.owners;
    if (target?.kind !== 'entity' || field.owners.length !== 1 || home === undefined || !random.chance(0.3)) continue;
    const keys = new Set(target.keys.flat());
    const candidates = target.fields.filter(
      (each) =>
        isLeaf(each.type) &&
        !each.requires &&
        !keys.has(each.name) &&
        !each.owners.includes(home) &&
        each.arguments.length === 0 &&
        each.nonNullIn === undefined,
    );
    if (candidates.length > 0) field.provides = new Map([[home, random.pick(candidates).name]]);
  }
}

/**
 * The fields that others require with arguments: where a client asks for them with others, the planner mistakes one for
 * the other (fault 7).
 */
export function requiredWithArguments({ types }: World): Set<string> {
  const fields = [...types.values()].flatMap((type) => (type.kind === 'entity' ? type.fields : []));
  return new Set(
    fields.flatMap(({ requires = [] }) => requires.filter(({ argument }) => argument).map(({ field }) => field)),
  );
}
