import {
  type Argument,
  customScalar,
  contextFields,
  declaring,
  type Entity,
  externals,
  type Field,
  fieldsOf,
  type FromContext,
  type Interface,
  isNonNull,
  type KeyField,
  keyNames,
  keysIn,
  membersIn,
  named,
  placeFields,
  provided,
  type Requirement,
  type Type,
  type World,
} from './world.js';

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.12"
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject"
           "@context", "@fromContext"]
)`;

export function subgraphName(index: number): string {
  return `s${index}`;
}

/** A subgraph's schema; undefined if it is empty. */
export function subgraphSdl(world: World, subgraph: number): string | undefined {
  const types = typesIn(world, subgraph);
  const roots = (['Query', 'Mutation'] as const).flatMap((name) => {
    const fields = fieldsOf(world, name).filter((field) => declaring(field).includes(subgraph));
    return fields.length > 0
      ? [
          block(
            `type ${name}`,
            fields.map((field) => fieldSdl(field, subgraph)),
          ),
        ]
      : [];
  });
  if (types.size === 0 && roots.length === 0) return undefined;
  return [
    link,
    `scalar ${customScalar}`,
    ...leafSdls(world, subgraph),
    ...roots,
    ...[...types].map((type) => typeSdl(world, subgraph, type, types)),
  ].join('\n');
}

/** The types of a subgraph: types whose fields it answers, and the types that these lead to. */
function typesIn(world: World, subgraph: number): Set<Type> {
  const found = new Set<Type>();
  const need = (name: string) => {
    const type = world.types.get(name);
    if (!type || found.has(type)) return;
    found.add(type);
    if (type.kind === 'union' || type.kind === 'interface') {
      if (!isInterfaceObject(type, subgraph)) for (const member of membersIn(type, subgraph)) need(member);
      return;
    }
    for (const field of fieldsIn(world, subgraph, type)) need(named(field.type));
  };
  for (const field of [...world.query, ...world.mutation]) {
    if (declaring(field).includes(subgraph)) need(named(field.type));
  }
  for (const type of world.types.values()) {
    const isHome = type.kind === 'entity' && type.homes.has(subgraph);
    const isEntityInterface = type.kind === 'interface' && Object.values(type.entity ?? {}).includes(subgraph);
    if (isHome || isEntityInterface) need(type.name);
  }
  return found;
}

function isInterfaceObject(type: Interface | Type, subgraph: number): boolean {
  return type.kind === 'interface' && type.entity?.object === subgraph;
}

/** The fields of a type in a subgraph: its own, its keys, and external ones. */
function fieldsIn(world: World, subgraph: number, type: Type): readonly Field[] {
  if (type.kind === 'value')
    return type.fields.filter(({ owners }) => owners.length === 0 || owners.includes(subgraph));
  if (type.kind !== 'entity') return [];
  const names = new Set([...keysIn(world, type, subgraph).flatMap(keyNames), ...externals(world, subgraph, type.name)]);
  return type.fields.filter(
    (field) => names.has(field.name) || (declaring(field).includes(subgraph) && field.interfaceObject === undefined),
  );
}

function leafSdls({ enums, inputs }: World, subgraph: number): string[] {
  const enumSdls = [...enums].map(([name, { values, knownIn, inaccessible }]) => {
    const known = (knownIn.get(subgraph) ?? values).map((value) => value + hidden(value === inaccessible));
    return `enum ${name} { ${known.join(' ')} }`;
  });
  const inputSdls = [...inputs].map(([name, { fields, onlyIn }]) => {
    const only = onlyIn.get(subgraph);
    return `input ${name} { ${[...fields, ...(only ? [only] : [])].map(argumentSdl).join(' ')} }`;
  });
  return [...enumSdls, ...inputSdls];
}

function typeSdl(world: World, subgraph: number, type: Type, types: ReadonlySet<Type>): string {
  switch (type.kind) {
    case 'union':
      return `union ${type.name}${contextsOf(world, subgraph, type.name, types)} = ${membersIn(type, subgraph).join(' | ')}`;
    case 'interface':
      return interfaceSdl(world, subgraph, type);
    case 'value': {
      const fields = fieldsIn(world, subgraph, type).map((field) => fieldSdl(field, subgraph));
      return block(`type ${type.name}${implementing(type.name, subgraph, types)} @shareable`, fields);
    }
    case 'entity':
      return entitySdl(world, subgraph, type, types);
  }
}

function entitySdl(world: World, subgraph: number, type: Entity, types: ReadonlySet<Type>): string {
  const keys = keysIn(world, type, subgraph);
  const resolvable = type.homes.has(subgraph) || type.stubsResolvable ? '' : ', resolvable: false';
  const directives = keys.map((key) => ` @key(fields: "${key.map(keySdl).join(' ')}"${resolvable})`).join('');
  const shared = new Set([...Array(world.subgraphs).keys()].flatMap((each) => provided(world, each, type.name)));
  const fields = fieldsIn(world, subgraph, type).map((field) => {
    if (keys.flatMap(keyNames).includes(field.name))
      return fieldSdl(field, subgraph, { shareable: field.owners.length > 1 });
    const external = !declaring(field).includes(subgraph);
    const { fromContext } = field;
    const isWithin = fromContext && contextHolder(subgraph, fromContext.type, types) !== fromContext.type;
    return fieldSdl(field, subgraph, { external, shareable: !external && shared.has(field.name), isWithin });
  });
  const contexts = contextsOf(world, subgraph, type.name, types);
  const heading = `type ${type.name}${implementing(type.name, subgraph, types)}${directives}${contexts}`;
  return block(heading + hidden(type.inaccessible), fields);
}

function interfaceSdl(world: World, subgraph: number, type: Interface): string {
  const [member = ''] = membersIn(type, subgraph);
  const ofMember = fieldsOf(world, member);
  if (isInterfaceObject(type, subgraph)) {
    const own = ofMember.filter(({ interfaceObject }) => interfaceObject === type.name);
    const required = new Set(own.flatMap(({ requires = [] }) => requires.map(({ field }) => field)));
    const id = ofMember.filter(({ name }) => name === 'id').map((field) => fieldSdl(field, subgraph));
    const external = ofMember.filter(({ name }) => required.has(name));
    return block(`type ${type.name} @key(fields: "id") @interfaceObject`, [
      ...id,
      ...external.map((field) => fieldSdl(field, subgraph, { external: true })),
      ...own.map((field) => fieldSdl(field, subgraph)),
    ]);
  }
  const names = interfaceFields(world, subgraph, type);
  const fields = ofMember
    .filter(({ name }) => names.includes(name))
    .map(({ name, type: fieldType, arguments: given }) =>
      fieldSdl({ name, type: fieldType, arguments: given, owners: [subgraph] }, subgraph),
    );
  return block(`interface ${type.name}${type.entity?.home === subgraph ? ' @key(fields: "id")' : ''}`, fields);
}

/** The fields of an interface in a subgraph: fields that each member has there as its own or as a key. */
function interfaceFields(world: World, subgraph: number, type: Interface): string[] {
  const members = membersIn(type, subgraph).map((member) => world.types.get(member) as Type);
  return type.fields.filter((name) =>
    members.every((member) =>
      fieldsIn(world, subgraph, member).some(
        (field) =>
          field.name === name &&
          (member.kind === 'value' ||
            declaring(field).includes(subgraph) ||
            (member.kind === 'entity' && keysIn(world, member, subgraph).flatMap(keyNames).includes(name))),
      ),
    ),
  );
}

function implementing(name: string, subgraph: number, types: ReadonlySet<Type>): string {
  const implemented = [...types].filter(
    (type) => type.kind === 'interface' && membersIn(type, subgraph).includes(name),
  );
  return implemented.length > 0 ? ` implements ${implemented.map((type) => type.name).join(' & ')}` : '';
}

interface Role {
  /** It is another subgraph's. */
  readonly external?: boolean;
  readonly shareable?: boolean;
  /** A union has the context that it takes from. */
  readonly isWithin?: boolean | undefined;
}

function fieldSdl(
  field: Field,
  subgraph: number,
  { external = false, shareable = false, isWithin = false }: Role = {},
): string {
  const { name, owners, requires, fromContext, provides, nonNullIn, override } = field;
  const type = nonNullIn === subgraph && !isNonNull(field.type) ? `${field.type}!` : field.type;
  const taken = fromContext && !external ? [fromContextSdl(fromContext, subgraph, isWithin)] : [];
  const args = [...field.arguments.map(argumentSdl), ...taken];
  const given = args.length > 0 ? `(${args.join(', ')})` : '';
  const directives: string[] = [];
  if (external) directives.push('@external');
  else {
    if (shareable || (owners.length > 1 && name !== 'id')) directives.push('@shareable');
    if (requires) directives.push(`@requires(fields: ${JSON.stringify(requires.map(requirementSdl).join(' '))})`);
    if (provides?.subgraph === subgraph) {
      const along = named(field.type) === provides.on ? provides.field : `... on ${provides.on} { ${provides.field} }`;
      directives.push(`@provides(fields: "${along}")`);
    }
    if (override?.by === subgraph) {
      const label = override.label === undefined ? '' : `, label: "${override.label}"`;
      directives.push(`@override(from: "${subgraphName(override.from)}"${label})`);
    }
    if (field.inaccessible) directives.push('@inaccessible');
  }
  return `${name}${given}: ${[type, ...directives].join(' ')}`;
}

function hidden(inaccessible: boolean | undefined): string {
  return inaccessible ? ' @inaccessible' : '';
}

function keySdl(field: KeyField): string {
  if (typeof field !== 'string') return `${field.field} { ${field.below.map(keySdl).join(' ')} }`;
  return field === 'place' ? `place { ${placeFields.join(' ')} }` : field;
}

function requirementSdl({ field, argument, below }: Requirement): string {
  const given = argument ? `(${argument.name}: ${argument.value})` : '';
  return `${field}${given}${below ? ` { ${below.map(requirementSdl).join(' ')} }` : ''}`;
}

/** Its subgraph's own, since composition keeps but one of the contexts of a name that a type has in several. */
function contextName(type: string, subgraph: number): string {
  return `${type}Of${subgraphName(subgraph)}`;
}

/** The type that has the context of an entity in a subgraph: the entity, or in some subgraphs a union with it. */
function contextHolder(subgraph: number, entity: string, types: ReadonlySet<Type>): string {
  const union = [...types].find((type) => type.kind === 'union' && membersIn(type, subgraph).includes(entity));
  return subgraph % 2 === 0 && union ? union.name : entity;
}

/** The contexts that a type has in a subgraph. */
function contextsOf(world: World, subgraph: number, holder: string, types: ReadonlySet<Type>): string {
  return [...world.types.values()]
    .filter(({ kind, name }) => kind === 'entity' && contextHolder(subgraph, name, types) === holder)
    .filter(({ name }) => contextFields(world, name, subgraph).length > 0)
    .map(({ name }) => ` @context(name: "${contextName(name, subgraph)}")`)
    .join('');
}

function fromContextSdl({ type, field, below, argument }: FromContext, subgraph: number, isWithin: boolean): string {
  const taken = below === undefined ? field : `${field} { ${below} }`;
  const selection = isWithin ? `... on ${type} { ${taken} }` : `{ ${taken} }`;
  return `${argumentSdl(argument)} @fromContext(field: "$${contextName(type, subgraph)} ${selection}")`;
}

function argumentSdl({ name, type, default: value }: Argument): string {
  return `${name}: ${type}${value === undefined ? '' : ` = ${value}`}`;
}

function block(heading: string, lines: readonly string[]): string {
  return `${heading} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
}
