import type { Random } from '../../../subgraphs/kit/src/demo/random.js';
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type DocumentNode,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
  parse,
  validate,
  GraphQLNonNull,
} from 'graphql';

/** An operation and the variables that a client sends with it. */
export interface Operation {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface OperationOptions {
  /** The fields that are not asked for, by name. */
  readonly avoided: ReadonlySet<string>;
  /** Whether aliases may be the names of other fields. */
  readonly shadowingAliases: boolean;
}

interface Making {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly options: OperationOptions;
  readonly types: readonly GraphQLCompositeType[];
  readonly variables: string[];
  readonly given: Record<string, unknown>;
  readonly fragments: { readonly name: string; readonly on: GraphQLCompositeType; text: string }[];
  /** How many fields may still be asked for. */
  budget: number;
  aliases: number;
  /** What the first variable's name begins with: the planner has variables of its own. */
  readonly firstVariable: string;
}

/** Makes a random operation that is valid. */
export function generateOperation(schema: GraphQLSchema, random: Random, options: OperationOptions): Operation {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const made = attemptOperation(schema, random, options);
    if (made && validate(schema, made.document).length === 0) return made;
  }
  return { document: parse('{ __typename }'), variables: {} };
}

function attemptOperation(schema: GraphQLSchema, random: Random, options: OperationOptions): Operation | undefined {
  const query = schema.getQueryType();
  if (!query) return undefined;
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isCompositeType(type) && !type.name.startsWith('__') && type !== query,
  );
  const making: Making = {
    schema,
    random,
    options,
    types: types as GraphQLCompositeType[],
    variables: [],
    given: {},
    fragments: [],
    budget: random.integer(4, 30),
    aliases: 0,
    firstVariable: random.pick(['v', 'v', 'v', '__batch_reps_', 'representations']),
  };
  const text = selectionSet(making, query, 0);
  const heading =
    making.variables.length > 0
      ? `query (${making.variables.join(', ')}) `
      : random.pick(['', 'query ', 'query Name ']);
  const document = parse(
    [
      heading + text,
      ...making.fragments.map(({ name, on, text: body }) => `fragment ${name} on ${on.name} ${body}`),
    ].join('\n'),
    { noLocation: true },
  );
  return { document, variables: making.given };
}

/** @param possible the types that objects can still be of; all of the type's own unless fragments around it say less. */
function selectionSet(
  making: Making,
  type: GraphQLCompositeType,
  depth: number,
  possible = typesOf(making.schema, type),
): string {
  const { random } = making;
  const selections: string[] = [];
  for (let count = random.integer(1, depth === 0 ? 3 : 4); count > 0; count -= 1) {
    const made = selection(making, type, depth, possible);
    if (made !== undefined) selections.push(made);
  }
  if (selections.length === 0) selections.push('__typename');
  return `{ ${selections.join(' ')} }`;
}

function typesOf(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

function selection(
  making: Making,
  type: GraphQLCompositeType,
  depth: number,
  possible: readonly GraphQLObjectType[],
): string | undefined {
  const { random } = making;
  const fragments = isAbstractType(type) ? 0.6 : 0.15;
  if (depth < 7 && random.chance(fragments)) {
    const inner = fragmentType(making, possible, type);
    const innerTypes = typesOf(making.schema, inner);
    const within = innerTypes.filter((each) => possible.includes(each));
    if (within.length === innerTypes.length && random.chance(0.4)) {
      const known = making.fragments.filter(({ on, text }) => text !== '' && on === inner);
      if (known.length > 0 && random.chance(0.5)) return `...${random.pick(known).name}${conditions(making)}`;
      const fragment = { name: `F${making.fragments.length}`, on: inner, text: '' };
      making.fragments.push(fragment);
      fragment.text = selectionSet(making, inner, depth + 1);
      return `...${fragment.name}${conditions(making)}`;
    }
    const condition = inner === type && random.chance(0.5) ? '' : ` on ${inner.name}`;
    return `...${condition}${conditions(making)} ${selectionSet(making, inner, depth + 1, within)}`;
  }
  if (isUnionType(type) || random.chance(0.12)) return aliased(making, '__typename', 0.3) + conditions(making);
  const fields = Object.values(type.getFields())
    .filter(({ name }) => !making.options.avoided.has(name))
    .filter((field) => isLeafType(getNamedType(field.type)) || (depth < 6 && making.budget > 0));
  if (fields.length === 0) return undefined;
  const chosen = random.pick(fields);
  making.budget -= 1;
  return field(making, chosen, depth, type);
}

/**
 * A type that objects here can be of. Fragments that together leave none are left out: where nothing but such is asked
 * of a field, the planner forgets the field (fault 16).
 */
function fragmentType(
  { schema, random, types }: Making,
  possible: readonly GraphQLObjectType[],
  type: GraphQLCompositeType,
): GraphQLCompositeType {
  if (isAbstractType(type) && random.chance(0.7)) return random.pick(possible);
  const overlapping = types.filter((other) => typesOf(schema, other).some((each) => possible.includes(each)));
  return overlapping.length > 0 && random.chance(0.7) ? random.pick(overlapping) : type;
}

function field(
  making: Making,
  chosen: GraphQLField<unknown, unknown>,
  depth: number,
  type: GraphQLCompositeType,
): string {
  const given = chosen.args.flatMap((argument) => givenArgument(making, argument));
  const args = given.length > 0 ? `(${given.join(', ')})` : '';
  const below = isLeafType(getNamedType(chosen.type))
    ? ''
    : ` ${selectionSet(making, getNamedType(chosen.type) as GraphQLCompositeType, depth + 1)}`;
  return aliased(making, chosen.name, chosen.args.length > 0 ? 0.7 : 0.15, type) + args + conditions(making) + below;
}

/**
 * An alias is a name of its own or, where that is wanted, that of another field: a key's, or one that is required.
 */
function aliased(making: Making, name: string, chance: number, type?: GraphQLCompositeType): string {
  const { random } = making;
  if (!random.chance(chance)) return name;
  const shadows = making.options.shadowingAliases && type && 'getFields' in type && random.chance(0.25);
  const others = shadows ? Object.keys(type.getFields()) : [];
  return `${others.length > 0 ? random.pick(others) : `a${(making.aliases += 1)}`}: ${name}`;
}

function conditions(making: Making): string {
  const { random } = making;
  if (!random.chance(0.08)) return '';
  const directive = random.pick(['skip', 'include']);
  const value = random.chance(0.2)
    ? String(random.chance(0.5))
    : variable(making, new GraphQLNonNull(making.schema.getType('Boolean') as never));
  return ` @${directive}(if: ${value})`;
}

function givenArgument(making: Making, argument: GraphQLArgument): string[] {
  const { random } = making;
  const required = isNonNullType(argument.type) && argument.defaultValue === undefined;
  if (!required && random.chance(0.4)) return [];
  return [
    `${argument.name}: ${random.chance(0.5) ? variable(making, argument.type) : literal(making, argument.type, 0)}`,
  ];
}

function variable(making: Making, type: GraphQLInputType): string {
  const { random, given } = making;
  const name = `${making.variables.length === 0 ? making.firstVariable : 'v'}${making.variables.length}`;
  const declared = !isNonNullType(type) && random.chance(0.25) ? new GraphQLNonNull(type) : type;
  const byDefault = random.chance(0.4);
  const definition = `$${name}: ${String(declared)}`;
  making.variables.push(byDefault ? `${definition} = ${literal(making, declared, constantDepth)}` : definition);
  const optional = byDefault || !isNonNullType(declared);
  if (!optional || random.chance(0.6)) given[name] = json(making, declared, 0);
  return `$${name}`;
}

/** From this depth on a literal holds no variable: it is a default. */
const constantDepth = 9;

/** A value in an operation, which may hold variables in its turn. */
function literal(making: Making, type: GraphQLInputType, depth: number): string {
  const { random } = making;
  if (depth > 0 && depth < constantDepth && random.chance(0.15)) return variable(making, type);
  if (!isNonNullType(type)) return random.chance(0.1) ? 'null' : presentLiteral(making, type, depth);
  return presentLiteral(making, type.ofType, depth);
}

function presentLiteral(making: Making, type: GraphQLInputType, depth: number): string {
  const { random } = making;
  if (isListType(type)) {
    const item = type.ofType;
    // A single value stands for a list of one.
    if (random.chance(0.1) && !isListType(item))
      return presentLiteral(making, isNonNullType(item) ? item.ofType : item, depth);
    return `[${Array.from({ length: random.integer(0, 3) }, () => literal(making, item, depth + 1)).join(', ')}]`;
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).flatMap((each) =>
      isGiven(random, each, depth) ? [`${each.name}: ${literal(making, each.type, depth + 1)}`] : [],
    );
    return `{ ${fields.join(', ')} }`;
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  const value = json(making, new GraphQLNonNull(type), 0);
  return type.name === 'Anything'
    ? random.pick(['1', '"x"', '{ a: [true, null], b: E }', '[1.5, {}]'])
    : JSON.stringify(value);
}

function isGiven(random: Random, { type, defaultValue }: GraphQLInputField, depth: number): boolean {
  if (isNonNullType(type) && defaultValue === undefined) return true;
  return isInputObjectType(type) ? depth < 2 && random.chance(0.3) : random.chance(0.5);
}

function json(making: Making, type: GraphQLInputType, depth: number): unknown {
  const { random } = making;
  if (isNonNullType(type)) return presentJson(making, type.ofType, depth);
  return random.chance(0.15) ? null : presentJson(making, type, depth);
}

function presentJson(making: Making, type: GraphQLInputType, depth: number): unknown {
  const { random } = making;
  if (isListType(type)) return Array.from({ length: random.integer(0, 3) }, () => json(making, type.ofType, depth));
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      Object.values(type.getFields()).flatMap((each) =>
        isGiven(random, each, depth) ? [[each.name, json(making, each.type, depth + 1)]] : [],
      ),
    );
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  switch (String(type)) {
    case 'Int':
      return random.integer(-3, 99);
    case 'Float':
      return random.pick([1, 2.5, -0.25]);
    case 'Boolean':
      return random.chance(0.5);
    case 'ID':
      return random.pick(['x', 'y', '1']);
    case 'String':
      return random.pick(['', 'word', 'a "b"', '$v0', 'ü']);
    default:
      return random.pick<unknown>([1, 'x', [1, { a: null }], { b: [] }]);
  }
}
