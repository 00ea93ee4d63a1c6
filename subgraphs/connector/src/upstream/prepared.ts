import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  getOperationAST,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  stripIgnoredCharacters,
  TypeInfo,
  validate,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { withAskedFields } from './asked-fields.js';
import { type Check, SelectionChecks } from './selection-check.js';
import type { UpstreamSchema } from './upstream-schema.js';

/** An operation that can be forwarded, with the facts that were found once. */
export interface Prepared {
  readonly document: DocumentNode;
  readonly isQuery: boolean;
  /** The text to send; undefined where it is the received one. */
  readonly text: string | undefined;
  /** The variables that must be given. */
  readonly required: readonly string[];
  /** Default values of variables. */
  readonly defaults: Readonly<Record<string, unknown>> | undefined;
  /** The organisation's own fields in it, as `Type.field`. */
  readonly fields: readonly string[];
  /** Judges the data of an answer. */
  readonly check: Check;
  /** The connector's own answer: the schema. */
  readonly own: Readonly<Record<string, unknown>> | undefined;
}

/** The most tokens of an operation: a gateway sends at most 512 KiB. */
const maxTokens = 100_000;

/** Parses an operation and validates it against the schema. @returns the operation to forward, or the errors. */
export function prepare(
  upstream: UpstreamSchema,
  query: string,
  operationName: string | undefined,
): Prepared | readonly GraphQLError[] {
  const { schema } = upstream;
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens, noLocation: true });
  } catch (error) {
    return [asError(error, 'GRAPHQL_PARSE_FAILED')];
  }
  const errors = validate(schema, document, undefined, { maxErrors: 5 });
  if (errors.length > 0) return errors.map((error) => asError(error, 'GRAPHQL_VALIDATION_FAILED'));
  const operation = getOperationAST(document, operationName);
  if (!operation)
    return [asError(new Error('Expected one operation, or the name of one.'), 'OPERATION_RESOLUTION_FAILURE')];
  const rootType = schema.getRootType(operation.operation);
  if (!rootType || operation.operation === OperationTypeNode.SUBSCRIPTION) {
    return [asError(new Error(`Expected a query or a mutation, got a ${operation.operation}.`), 'BAD_REQUEST')];
  }
  const asked = withAskedFields(document, schema, upstream.keys);
  const sent = getOperationAST(asked, operationName) as OperationDefinitionNode;
  const fragments = new Map(
    asked.definitions.flatMap((one) => (isFragment(one) ? [[one.name.value, one] as const] : [])),
  );
  const variables = operation.variableDefinitions ?? [];
  const defaults = variables.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return {
    document,
    isQuery: operation.operation === OperationTypeNode.QUERY,
    text: asked === document ? undefined : stripIgnoredCharacters(print(asked)),
    required: variables.flatMap(({ variable, type, defaultValue }) =>
      type.kind === Kind.NON_NULL_TYPE && !defaultValue ? [variable.name.value] : [],
    ),
    defaults: defaults.length > 0 ? Object.fromEntries(defaults) : undefined,
    fields: ownFieldsIn(document, upstream),
    check: new SelectionChecks(upstream, fragments).root(rootType, sent.selectionSet),
    own: ownAnswer(upstream, document, operation, operationName),
  };
}

function asError(error: unknown, code: string): GraphQLError {
  return new GraphQLError((error as Error).message, { extensions: { code } });
}

function isFragment(node: { readonly kind: Kind }): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}

/** The fields of a document that an agreement must share. */
function ownFieldsIn(document: DocumentNode, upstream: UpstreamSchema): readonly string[] {
  const found = new Set<string>();
  const types = new TypeInfo(upstream.schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => {
        const type = types.getParentType()?.name;
        if (type !== undefined && upstream.isOwn(type, name.value)) found.add(`${type}.${name.value}`);
      },
    }),
  );
  return [...found];
}

/** The answer to an operation that only requests the schema, as a subgraph gives it: it is not forwarded. */
function ownAnswer(
  { schema }: UpstreamSchema,
  document: DocumentNode,
  { operation, selectionSet }: OperationDefinitionNode,
  operationName: string | undefined,
): Prepared['own'] {
  const own = ['_service', '__typename', '__schema', '__type'];
  const isOwn = selectionSet.selections.every((one) => one.kind === Kind.FIELD && own.includes(one.name.value));
  if (operation !== OperationTypeNode.QUERY || !isOwn) return undefined;
  const answered = execute({ schema, document, ...(operationName !== undefined && { operationName }) });
  return answered instanceof Promise || answered.errors ? undefined : (answered.data ?? undefined);
}
