import { clientError } from '@hub/protocol';
import { getVariableValues, type GraphQLSchema } from 'graphql';
import type { GraphQLParameters } from './graphql-response.js';
import type { PreparedOperation, ValidOperation } from '../operation/prepared-operation.js';
import { PersistedTexts } from './persisted-texts.js';
import { malformedVariables } from './malformed-values.js';
import { coded, type Documents, InvalidDocument } from './documents.js';

/** The maximum number of errors reported for a request's variables. */
const maxErrors = 50;

const noVariables: Readonly<Record<string, unknown>> = {};

/**
 * Prepares a request for execution.
 * @param callerId the caller: see `callerIdOf`.
 * @param persisted the texts of persisted queries.
 * @throws InvalidDocument with the caller's errors, each with its `extensions.code`.
 * @see https://spec.graphql.org/September2025/#sec-Executing-Requests
 */
export function prepareOperation(
  documents: Documents,
  parameters: GraphQLParameters,
  callerId?: string,
  persisted = new PersistedTexts(),
): PreparedOperation {
  const asked = persisted.textOf(parameters, callerId);
  const operations = documents.read(asked.query, callerId);
  persisted.keep(asked, callerId);
  return selectOperation(documents.schema, operations, parameters);
}

/**
 * Selects the requested operation of a document, and coerces its variables.
 * @throws InvalidDocument as in `prepareOperation`.
 */
export function selectOperation(
  schema: GraphQLSchema,
  operations: readonly ValidOperation[],
  { operationName, variables }: Pick<GraphQLParameters, 'operationName' | 'variables'>,
): PreparedOperation {
  const operation = findOperation(operations, operationName ?? undefined);
  if (!schema.getRootType(operation.type)) {
    throw refusal('GRAPHQL_VALIDATION_FAILED', `The graph has no ${operation.type}.`);
  }
  return { operation, variables: coerceVariables(schema, operation, variables ?? noVariables) };
}

function findOperation(operations: readonly ValidOperation[], name: string | undefined): ValidOperation {
  const [only, another] = operations;
  const found = name === undefined ? !another && only : operations.find((operation) => operation.name === name);
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
  operation: ValidOperation,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { variableDefinitions } = operation.definition;
  if (!variableDefinitions?.length) return noVariables;
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, given, { maxErrors });
  if (errors) throw new InvalidDocument(errors.map((error) => coded(error, 'BAD_USER_INPUT')));
  const malformed = malformedVariables(schema, operation, coerced, maxErrors);
  if (malformed.length > 0) throw new InvalidDocument(malformed);
  return coerced;
}

function refusal(code: string, message: string): InvalidDocument {
  return new InvalidDocument([clientError(code, message)]);
}
