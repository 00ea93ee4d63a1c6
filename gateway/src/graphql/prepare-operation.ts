import { clientError } from '@hub/schema';
import { type DocumentNode, getVariableValues, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import type { GraphQLParameters } from '../http/parameters.js';
import { malformedVariables } from './malformed-values.js';
import { coded, type Documents, InvalidDocument, type ValidDocument } from './documents.js';

/** An operation that can be executed as it is: valid, and so are its variables. */
export interface PreparedOperation extends ValidDocument {
  readonly operation: OperationDefinitionNode;
  /** As the client named it; undefined where the document has one operation only. */
  readonly operationName: string | undefined;
  /** Coerced to the types of the operation, with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The most errors that are told of a request's variables. */
const maxErrors = 50;

const noVariables: Readonly<Record<string, unknown>> = {};

/**
 * Makes a request ready to be executed.
 * @param client who asks: see `clientOf`.
 * @throws InvalidDocument with the client's errors, each with its `extensions.code`.
 * @see https://spec.graphql.org/September2025/#sec-Executing-Requests
 */
export function prepareOperation(
  documents: Documents,
  parameters: GraphQLParameters,
  client?: string,
): PreparedOperation {
  if (typeof parameters.documentId === 'string' || parameters.extensions?.['persistedQuery']) {
    // The message is what clients of Apollo's persisted queries look for, to send the text instead.
    throw refusal('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
  }
  return selectOperation(documents.schema, documents.read(parameters.query ?? '', client), parameters);
}

/**
 * Finds the operation of a document that a request names, and coerces its variables.
 * @throws InvalidDocument as above.
 */
export function selectOperation(
  schema: GraphQLSchema,
  document: ValidDocument,
  parameters: Pick<GraphQLParameters, 'operationName' | 'variables'>,
): PreparedOperation {
  const operationName = parameters.operationName ?? undefined;
  const operation = findOperation(document.document, operationName);
  if (!schema.getRootType(operation.operation)) {
    throw refusal('GRAPHQL_VALIDATION_FAILED', `The graph has no ${operation.operation}.`);
  }
  const variables = coerceVariables(schema, document.document, operation, parameters.variables ?? noVariables);
  return { ...document, operation, operationName, variables };
}

function findOperation({ definitions }: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [only, another] = operations;
  const found = name === undefined ? !another && only : operations.find((operation) => operation.name?.value === name);
  if (found) return found;
  throw refusal(
    'OPERATION_RESOLUTION_FAILURE',
    name === undefined
      ? 'Expected the name of an operation, since the document has several.'
      : `Expected the name of an operation of the document, got ${JSON.stringify(name)}.`,
  );
}

function coerceVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { variableDefinitions } = operation;
  if (!variableDefinitions?.length) return noVariables;
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, given, { maxErrors });
  if (errors) throw new InvalidDocument(errors.map((error) => coded(error, 'BAD_USER_INPUT')));
  const malformed = malformedVariables(schema, document, operation, coerced, maxErrors);
  if (malformed.length > 0) throw new InvalidDocument(malformed);
  return coerced;
}

function refusal(code: string, message: string): InvalidDocument {
  return new InvalidDocument([clientError(code, message)]);
}
