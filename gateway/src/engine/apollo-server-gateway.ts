import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { clientError } from '@hub/schema';
import { type ExecutionResult, getVariableValues, GraphQLError, OperationTypeNode } from 'graphql';
import type { RequestContext } from '../context.js';
import type { Engine } from './engine.js';

type ApolloGatewayInterface = NonNullable<ApolloServerOptionsWithGateway<RequestContext>['gateway']>;
type ApolloExecutor = NonNullable<Awaited<ReturnType<ApolloGatewayInterface['load']>>['executor']>;
type ApolloRequest = Parameters<ApolloExecutor>[0];

/** Lets Apollo Server run on an engine, through the interface that it has for gateways. */
export function apolloServerGateway(engine: Engine): ApolloGatewayInterface {
  return {
    onSchemaLoadOrUpdate: (listener) => {
      listener({ apiSchema: engine.schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: () => Promise.resolve({ executor: (request) => execute(engine, request) }),
    stop: () => engine.close(),
  };
}

async function execute(engine: Engine, apollo: ApolloRequest): Promise<ExecutionResult> {
  const { request, document, queryHash, context } = apollo;
  // Apollo Server's types promise an operation; where the name fits none, it is undefined.
  const operation = apollo.operation as typeof apollo.operation | undefined;
  const { operationName, variables = {} } = request;
  if (!operation) return { errors: [noOperation(operationName)] };
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
    return { errors: [clientError('SUBSCRIPTIONS_NOT_SUPPORTED', 'The gateway answers queries and mutations only.')] };
  }
  if (!engine.schema.getRootType(operation.operation)) {
    return { errors: [clientError('GRAPHQL_VALIDATION_FAILED', `The graph has no ${operation.operation}.`)] };
  }
  const coerced = getVariableValues(engine.schema, operation.variableDefinitions ?? [], variables, { maxErrors: 50 });
  if (coerced.errors) return { errors: coerced.errors };
  return engine.execute({
    document,
    documentHash: queryHash,
    operationName,
    variables: coerced.coerced,
    context: context as RequestContext,
  });
}

function noOperation(name: string | undefined): GraphQLError {
  return new GraphQLError(
    name === undefined
      ? 'Expected the name of an operation, since the document has several.'
      : `Expected the name of an operation of the document, got ${JSON.stringify(name)}.`,
  );
}
