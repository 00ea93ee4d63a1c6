import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type TypeNode,
} from 'graphql';

/** A hub as one subgraph: its schema, and the lookup of its entities by code. */
export interface HubSchema {
  readonly sdl: string;
  /** Fields of `Query` that return a type by code, by the type's name. */
  readonly lookups: ReadonlyMap<string, string>;
}

const header = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
`;

/**
 * Makes one subgraph out of a running hub's schema. Fields of the developer's subgraph are left out, in case that
 * subgraph is already linked. A type is an entity if a field of `Query` returns it by code.
 * @param api the hub's schema, from `GET /schema.graphql`.
 * @param own schema of the developer's subgraph.
 */
export function hubSchema(api: string, own: string): HubSchema {
  const ofHub = parse(api).definitions;
  const ownTypes = new Map<string, ObjectTypeDefinitionNode>();
  for (const one of parse(own).definitions) if (isObject(one)) ownTypes.set(one.name.value, one);
  const objects = ofHub.filter(isObject);
  const lookups = new Map<string, string>();
  for (const field of objects.find(({ name }) => name.value === 'Query')?.fields ?? []) {
    const [first, ...more] = (field.arguments ?? []).filter(({ type }) => type.kind === Kind.NON_NULL_TYPE);
    const type = objects.find(({ name }) => name.value === namedType(field.type));
    const hasCode = type?.fields?.some(({ name }) => name.value === 'code');
    if (first?.name.value === 'code' && more.length === 0 && type && hasCode && isSingle(field.type))
      lookups.set(type.name.value, lookups.get(type.name.value) ?? field.name.value);
  }
  const definitions = ofHub.flatMap((one): DefinitionNode[] => {
    if (one.kind === Kind.DIRECTIVE_DEFINITION || one.kind === Kind.SCHEMA_DEFINITION) return [];
    if (!isObject(one)) return [bare(one)];
    const owned = ownTypes.get(one.name.value);
    const key = lookups.has(one.name.value);
    const isValue = owned !== undefined && one.name.value !== 'Query' && !hasKey(owned);
    const isShared = isValue && isShareable(owned);
    if (isValue && !isShared) return [];
    const fields = (one.fields ?? []).filter(
      ({ name }) =>
        isShared || (key && name.value === 'code') || !owned?.fields?.some((field) => field.name.value === name.value),
    );
    if (fields.length === 0 || (owned && hasKey(owned) && !key)) return [];
    const directives = [...(key ? [directive('key', 'code')] : []), ...(isShared ? [directive('shareable')] : [])];
    // A type that the developer's subgraph also defines gets its interfaces from there.
    const interfaces = owned ? [] : (bare(one).interfaces ?? []);
    return [{ ...bare(one), interfaces, fields: fields.map((field) => bare(field)), directives }];
  });
  return { sdl: `${header}\n${definitions.map((one) => print(one)).join('\n\n')}\n`, lookups };
}

function isObject(one: DefinitionNode): one is ObjectTypeDefinitionNode {
  return one.kind === Kind.OBJECT_TYPE_DEFINITION;
}

const hasKey = (type: ObjectTypeDefinitionNode) => has(type, 'key');

/**
 * Whether several subgraphs may resolve a type; a type that is not shareable belongs to the developer's subgraph, even
 * if the hub serves it now.
 */
const isShareable = (type: ObjectTypeDefinitionNode) =>
  has(type, 'shareable') || (type.fields ?? []).some((field) => has(field, 'shareable'));

const has = ({ directives = [] }: ObjectTypeDefinitionNode | FieldDefinitionNode, directive: string) =>
  directives.some(({ name }) => name.value === directive);

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

const isSingle = (type: TypeNode): boolean =>
  type.kind === Kind.NAMED_TYPE || (type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.NAMED_TYPE);

/** A node without the hub's directives, except for deprecations. */
function bare<Node extends DefinitionNode | FieldDefinitionNode>(node: Node): Node {
  const stripped = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(stripped);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) =>
        name === 'directives'
          ? [
              name,
              (one as readonly ConstDirectiveNode[] | undefined)?.filter((each) => each.name.value === 'deprecated'),
            ]
          : [name, name === 'loc' ? undefined : stripped(one)],
      ),
    );
  };
  return stripped(node) as Node;
}

function directive(name: string, fields?: string): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments:
      fields === undefined
        ? []
        : [
            {
              kind: Kind.ARGUMENT,
              name: { kind: Kind.NAME, value: 'fields' },
              value: { kind: Kind.STRING, value: fields },
            },
          ],
  };
}
