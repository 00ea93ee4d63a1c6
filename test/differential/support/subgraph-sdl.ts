import {
  customScalar,
  type Entity,
  type Field,
  fieldsOf,
  type Interface,
  isNonNull,
  named,
  type Type,
  type World,
} from './world.js';

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.12"
  import: ["@key", "@shareable", "@external", "@requires", "@provides"]
)`;

export function subgraphName(index: number): string {
  return `s${index}`;
}

/** The fields that a subgraph has of a type beside what it answers: to compute from, or to give along. */
function externals(world: World, subgraph: number, type: string): Set<string> {
  const names = new Set<string>();
  for (const field of fieldsOf(world, type)) {
    if (field.owners.includes(subgraph)) for (const requirement of field.requires ?? []) names.add(requirement.field);
  }
  for (const name of provided(world, subgraph, type)) names.add(name);
  return names;
}

/** The fields that a subgraph gives along with entities of a type that other subgraphs answer. */
export function provided(world: World, subgraph: number, type: string): string[] {
  const fields = [
    ...world.query,
    ...[...world.types.values()].flatMap((each) => (each.kind === 'entity' ? each.fields : [])),
  ];
  return fields.flatMap((field) => {
    const name =
      field.owners.includes(subgraph) && named(field.type) === type ? field.provides?.get(subgraph) : undefined;
    return name === undefined ? [] : [name];
  });
}

/** The types that a subgraph has: those that it answers fields of, and all that these lead to. */
function typesIn(world: World, subgraph: number): Set<Type> {
  const found = new Set<Type>();
  const needField = (field: Field) => {
    const type = world.types.get(named(field.type));
    if (type) need(type);
  };
  const need = (type: Type) => {
    if (found.has(type)) return;
    found.add(type);
    if ('members' in type) {
      for (const member of type.members) need(world.types.get(member) as Type);
      return;
    }
    const outside = externals(world, subgraph, type.name);
    for (const field of type.fields) {
      if (type.kind === 'value' || field.owners.includes(subgraph) || outside.has(field.name)) needField(field);
    }
  };
  for (const field of world.query) if (field.owners.includes(subgraph)) needField(field);
  for (const type of world.types.values()) if (type.kind === 'entity' && type.homes.has(subgraph)) need(type);
  return found;
}

/** A subgraph's schema; undefined where nothing is in it. */
export function subgraphSdl(world: World, subgraph: number): string | undefined {
  const types = typesIn(world, subgraph);
  const roots = world.query.filter(({ owners }) => owners.includes(subgraph));
  if (types.size === 0 && roots.length === 0) return undefined;
  const interfaces = [...types].filter((type) => type.kind === 'interface');
  const parts = [
    link,
    `scalar ${customScalar}`,
    ...[...world.enums].map(([name, values]) => `enum ${name} { ${values.join(' ')} }`),
    ...[...world.inputs].map(([name, fields]) => `input ${name} { ${fields.map(argumentSdl).join(' ')} }`),
  ];
  if (roots.length > 0)
    parts.push(`type Query {\n${roots.map((field) => fieldSdl(field, subgraph, false)).join('\n')}\n}`);
  for (const type of types) parts.push(typeSdl(world, subgraph, type, interfaces));
  return parts.join('\n');
}

function typeSdl(world: World, subgraph: number, type: Type, interfaces: readonly Interface[]): string {
  switch (type.kind) {
    case 'union':
      return `union ${type.name} = ${type.members.join(' | ')}`;
    case 'interface': {
      const [member = ''] = type.members;
      const fields = fieldsOf(world, member).filter(({ name }) =>
        interfaceFields(world, subgraph, type).includes(name),
      );
      return `interface ${type.name} {\n${fields.map((field) => fieldSdl({ ...field, owners: [subgraph], provides: undefined }, subgraph, false)).join('\n')}\n}`;
    }
    case 'value': {
      const fields = type.fields.map((field) => fieldSdl(field, subgraph, false));
      return `type ${type.name}${implementing(type.name, interfaces)} @shareable {\n${fields.join('\n')}\n}`;
    }
    case 'entity': {
      const keys = keysIn(type, subgraph);
      const isHome = type.homes.has(subgraph);
      const resolvable = isHome || type.stubsResolvable ? '' : ', resolvable: false';
      const directives = keys.map((key) => ` @key(fields: "${key.join(' ')}"${resolvable})`).join('');
      const outside = externals(world, subgraph, type.name);
      const shared = providedOf(world, type.name);
      const fields = type.fields
        .filter(
          (field) => field.owners.includes(subgraph) || keys.flat().includes(field.name) || outside.has(field.name),
        )
        .map((field) =>
          fieldSdl(
            field,
            subgraph,
            !field.owners.includes(subgraph) && !keys.flat().includes(field.name),
            shared.has(field.name),
          ),
        );
      return `type ${type.name}${implementing(type.name, interfaces)}${directives} {\n${fields.join('\n')}\n}`;
    }
  }
}

function keysIn(type: Entity, subgraph: number): (readonly string[])[] {
  return (type.homes.get(subgraph) ?? [0]).map((index) => type.keys[index] ?? []);
}

/** The fields that an interface has in a subgraph: those that it answers of every member. */
function interfaceFields(world: World, subgraph: number, type: Interface): string[] {
  const members = type.members.map((member) => world.types.get(member));
  return type.fields.filter((name) =>
    members.every(
      (member) =>
        member?.kind === 'value' ||
        (member?.kind === 'entity' &&
          (keysIn(member, subgraph).flat().includes(name) ||
            member.fields.some((field) => field.name === name && field.owners.includes(subgraph)))),
    ),
  );
}

function implementing(name: string, interfaces: readonly Interface[]): string {
  const implemented = interfaces.filter(({ members }) => members.includes(name)).map((type) => type.name);
  return implemented.length > 0 ? ` implements ${implemented.join(' & ')}` : '';
}

/** The fields of an entity that subgraphs other than their own give along. */
function providedOf(world: World, type: string): Set<string> {
  return new Set([...Array(world.subgraphs).keys()].flatMap((subgraph) => [...provided(world, subgraph, type)]));
}

function fieldSdl(field: Field, subgraph: number, external: boolean, shared = false): string {
  const { name, owners, requires, provides, nonNullIn } = field;
  const type = nonNullIn === subgraph && !isNonNull(field.type) ? `${field.type}!` : field.type;
  const given = field.arguments.length > 0 ? `(${field.arguments.map(argumentSdl).join(', ')})` : '';
  let directives = external ? ' @external' : '';
  if (!external && (shared || owners.length > 1) && name !== 'id') directives += ' @shareable';
  if (!external && requires)
    directives += ` @requires(fields: ${JSON.stringify(requires.map(requirementSdl).join(' '))})`;
  const along = external ? undefined : provides?.get(subgraph);
  if (along !== undefined) directives += ` @provides(fields: "${along}")`;
  return `  ${name}${given}: ${type}${directives}`;
}

function requirementSdl({ field, argument, below }: NonNullable<Field['requires']>[number]): string {
  const given = argument ? `(${argument.name}: ${argument.value})` : '';
  return `${field}${given}${below ? ` { ${below.join(' ')} }` : ''}`;
}

function argumentSdl({
  name,
  type,
  default: value,
}: {
  readonly name: string;
  readonly type: string;
  readonly default?: string;
}): string {
  return `${name}: ${type}${value === undefined ? '' : ` = ${value}`}`;
}
