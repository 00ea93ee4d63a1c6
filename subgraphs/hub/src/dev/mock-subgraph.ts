import { createHash } from 'node:crypto';
import {
  buildASTSchema,
  type DocumentNode,
  execute,
  type ExecutionResult,
  extendSchema,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
} from 'graphql';

/** A gateway's operation for a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string | null;
}

/** Answers operations in place of a subgraph. */
export type Answering = (request: SubgraphRequest) => Promise<ExecutionResult>;

/** A mock object: its representation, and the seed of its values. */
type MockObject = Readonly<Record<string, unknown>> & { readonly [seed]: string };

const seed = Symbol('seed');

/**
 * Answers in place of a subgraph from its schema. Values are derived from their position: equal operations get equal
 * answers, and an entity has the same values on each path to it.
 */
export function mockSubgraph(sdl: string): Answering {
  const schema = mockSchema(parse(sdl));
  return async ({ query, variables, operationName }) =>
    execute({
      schema,
      document: parse(query),
      variableValues: variables,
      operationName: operationName ?? undefined,
      rootValue: { [seed]: 'root' },
      fieldResolver: resolveField(schema),
      typeResolver: (value: { readonly __typename?: string }, _context, _info, type) =>
        value.__typename ?? schema.getPossibleTypes(type)[0]?.name,
    });
}

/** A subgraph's schema with Federation's definitions; extensions of other subgraphs' types become definitions. */
function mockSchema({ definitions }: DocumentNode): GraphQLSchema {
  const defined = new Set(
    definitions.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION ? [one.name.value] : [])),
  );
  const own = definitions.flatMap((one) => {
    if (one.kind === Kind.SCHEMA_EXTENSION) return [];
    if (one.kind !== Kind.OBJECT_TYPE_EXTENSION || defined.has(one.name.value)) return [one];
    defined.add(one.name.value);
    return [{ ...one, kind: Kind.OBJECT_TYPE_DEFINITION } as const];
  });
  const entities = own.flatMap((one) =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION && one.directives?.some(({ name }) => name.value === 'key')
      ? [one.name.value]
      : [],
  );
  const federation = `${defined.has('Query') ? 'extend type' : 'type'} Query { _service: _Service! ${
    entities.length > 0 ? '_entities(representations: [_Any!]!): [_Entity]!' : ''
  } }
    type _Service { sdl: String! }
    scalar _Any
    ${entities.length > 0 ? `union _Entity = ${[...new Set(entities)].join(' | ')}` : ''}`;
  const unchecked = { assumeValid: true, assumeValidSDL: true } as const;
  return extendSchema(
    buildASTSchema({ kind: Kind.DOCUMENT, definitions: own }, unchecked),
    parse(federation),
    unchecked,
  );
}

function resolveField(schema: GraphQLSchema): GraphQLFieldResolver<MockObject, unknown> {
  return (source, args: Readonly<Record<string, unknown>>, _context, { fieldName, returnType }) => {
    if (fieldName === '_entities')
      return (args['representations'] as readonly Readonly<Record<string, unknown>>[]).map((one) => ({
        ...one,
        [seed]: JSON.stringify(one),
      }));
    if (Object.hasOwn(source, fieldName)) return source[fieldName];
    const known = 'code' in args ? { code: args['code'] } : {};
    return valueOf(returnType, `${source[seed]}/${fieldName}(${JSON.stringify(args)})`, fieldName, known, schema);
  };
}

/** Length of mocked lists. */
const listed = 3;

function valueOf(
  type: GraphQLOutputType,
  from: string,
  name: string,
  known: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, from, name, known, schema);
  if (isListType(type))
    return Array.from({ length: listed }, (_one, index) =>
      valueOf(type.ofType, `${from}/${String(index)}`, name, known, schema),
    );
  const number = numberOf(from);
  if (isEnumType(type)) {
    const values = type.getValues();
    return values[number % values.length]?.value as unknown;
  }
  if (isLeafType(type)) return leafOf(type.name, name, number);
  const concrete = isUnionType(type) || isInterfaceType(type) ? schema.getPossibleTypes(type)[0] : type;
  if (!isObjectType(concrete)) return null;
  const { code } = concrete.getFields();
  const own = code ? { code: known['code'] ?? `${concrete.name.toUpperCase()}-${String(number % 1000)}` } : {};
  // An entity's values are derived from its key, as when a gateway requests it by that key.
  const seeded = code ? JSON.stringify({ __typename: concrete.name, ...own }) : from;
  return { __typename: concrete.name, ...own, [seed]: seeded };
}

/** A number derived from a text. */
function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE();
}

const two = (number: number) => String(number).padStart(2, '0');

/** A plausible value of a scalar, from the names of its type and field. */
function leafOf(type: string, name: string, number: number): unknown {
  const year = 2025 + (number % 2);
  const month = `${String(year)}-${two(1 + (number % 12))}`;
  const day = `${month}-${two(1 + (number % 28))}`;
  switch (type) {
    case 'Int':
      return /year/i.test(name) ? year : /level/i.test(name) ? 1 + (number % 3) : 10 * (1 + (number % 90));
    case 'Float':
      return /latitude/i.test(name) ? 20 : /longitude/i.test(name) ? 105.5 : (number % 1000) / 1000;
    case 'Boolean':
      return !/^has(Next|Previous)/.test(name) && number % 2 === 0;
    case 'ID':
      return `${name.toUpperCase()}-${String(number % 1000)}`;
    case 'Date':
      return day;
    case 'DateTime':
    case 'DateTimeISO':
      return `${day}T08:00:00Z`;
    case 'Period':
      return month;
    case 'SchoolYear':
      return `${String(year - 1)}-${String(year)}`;
    case 'GeoJSON':
      return { type: 'Point', coordinates: [105.5, 20] };
    default:
      return `${name} ${String(number % 100)}`;
  }
}
