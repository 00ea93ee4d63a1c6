import {
  type DocumentNode,
  getNamedType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isNonNullType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import type { Random } from '../../../subgraphs/demo/src/random.js';
import { OperationValues } from './operation-values.js';

/** An operation and the variables that a client sends with it. */
export interface Operation {
  readonly document: DocumentNode;
  /** Of several operations in the document, the one that is meant. */
  readonly operationName?: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An operation of which others are made that differ in their variables only. */
export interface GeneratedOperation extends Operation {
  withVariables(random: Random): Operation;
}

interface Making {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly types: readonly GraphQLCompositeType[];
  readonly values: OperationValues;
  readonly fragments: { readonly name: string; readonly on: GraphQLCompositeType; text: string }[];
  /** How many fields may still be asked for. */
  budget: number;
  aliases: number;
}

/** Makes a random operation that is valid. */
export function generateOperation(schema: GraphQLSchema, random: Random): GeneratedOperation {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const made = attemptOperation(schema, random);
    if (validate(schema, made.document).length === 0) return made;
  }
  throw new Error('Expected a valid operation within 50 attempts.');
}

function attemptOperation(schema: GraphQLSchema, random: Random): GeneratedOperation {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (!query) throw new Error('Expected a schema with a query type.');
  const isOfInterest = (type: GraphQLNamedType): type is GraphQLCompositeType =>
    isCompositeType(type) && !type.name.startsWith('__') && type !== query && type !== mutation;
  const making: Making = {
    ...{ schema, random, fragments: [], aliases: 0 },
    types: Object.values(schema.getTypeMap()).filter(isOfInterest),
    values: new OperationValues(random, random.pick(['v', 'v', 'v', '__batch_reps_', 'representations'])),
    budget: random.integer(4, 30),
  };
  const root = mutation && random.chance(0.3) ? mutation : query;
  const text = selectionSet(making, root, 0);
  const { definitions } = making.values;
  const variables = definitions.length > 0 ? `(${definitions.join(', ')}) ` : '';
  const keyword = root === mutation ? 'mutation' : 'query';
  const isOneOfMany = random.chance(0.1);
  const heading = isOneOfMany
    ? `${keyword} Meant ${variables}`
    : random.pick([variables || root === mutation ? keyword : '', keyword, `${keyword} Name`]) + variables;
  const fragments = making.fragments.map(({ name, on, text: body }) => `fragment ${name} on ${on.name} ${body}`);
  const definitionTexts = [heading + text, ...fragments, ...(isOneOfMany ? ['query Other { __typename }'] : [])];
  if (random.chance(0.3)) definitionTexts.reverse();
  const document = parse(definitionTexts.join('\n'), { noLocation: true });
  const withVariables = (by: Random): Operation => ({
    ...{ document, operationName: isOneOfMany ? 'Meant' : undefined, variables: making.values.given(by) },
  });
  return { ...withVariables(random), withVariables };
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
  const fields = Object.values(type.getFields()).filter(
    (field) => isLeafType(getNamedType(field.type)) || (depth < 6 && making.budget > 0),
  );
  if (fields.length === 0) return undefined;
  const chosen = random.pick(fields);
  making.budget -= 1;
  return field(making, chosen, depth, type);
}

/** A type that objects here can be of, as a rule: fragments that together leave none are valid too. */
function fragmentType(
  { schema, random, types }: Making,
  possible: readonly GraphQLObjectType[],
  type: GraphQLCompositeType,
): GraphQLCompositeType {
  const among = possible.length === 0 || random.chance(0.05) ? typesOf(schema, type) : possible;
  if (isAbstractType(type) && random.chance(0.7)) return random.pick(among);
  const overlapping = types.filter((other) => typesOf(schema, other).some((each) => among.includes(each)));
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

/** An alias is a new name, or the name of another field, possibly a key or a required field. */
function aliased(making: Making, name: string, chance: number, type?: GraphQLCompositeType): string {
  const { random } = making;
  if (!random.chance(chance)) return name;
  const shadows = type && 'getFields' in type && random.chance(0.25);
  const others = shadows ? Object.keys(type.getFields()) : [];
  return `${others.length > 0 ? random.pick(others) : `a${(making.aliases += 1)}`}: ${name}`;
}

function conditions({ schema, random, values }: Making): string {
  if (!random.chance(0.08)) return '';
  const directives = random.pick([['skip'], ['include'], ['skip', 'include']]);
  const boolean = new GraphQLNonNull(schema.getType('Boolean') as GraphQLInputType);
  return directives
    .map((name) => ` @${name}(if: ${random.chance(0.2) ? String(random.chance(0.5)) : values.variable(boolean)})`)
    .join('');
}

function givenArgument({ random, values }: Making, { name, type, defaultValue }: GraphQLArgument): string[] {
  const isRequired = isNonNullType(type) && defaultValue === undefined;
  if (!isRequired && random.chance(0.4)) return [];
  return [`${name}: ${random.chance(0.5) ? values.variable(type) : values.literal(type)}`];
}
