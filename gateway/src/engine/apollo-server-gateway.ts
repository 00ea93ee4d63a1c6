import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context.js';
import { InvalidDocument } from '../graphql/documents.js';
import { selectOperation } from '../graphql/prepare-operation.js';
import type { Engine } from './engine.js';

type ApolloGatewayInterface = NonNullable<ApolloServerOptionsWithGateway<RequestContext>['gateway']>;
type ApolloExecutor = NonNullable<Awaited<ReturnType<ApolloGatewayInterface['load']>>['executor']>;
type ApolloRequest = Parameters<ApolloExecutor>[0];

/** Lets Apollo Server run on an engine, through the interface that it has for gateways. */
export function apolloServerGateway(engine: Engine): ApolloGatewayInterface {
  return {
    onSchemaLoadOrUpdate: (listener) => {
      const tell = (apiSchema: GraphQLSchema) => {
        listener({ apiSchema, coreSupergraphSdl: '' });
      };
      tell(engine.schema);
      return engine.onSchemaChange?.(tell) ?? (() => undefined);
    },
    load: () => Promise.resolve({ executor: (request) => execute(engine, request) }),
    stop: () => engine.close(),
  };
}

async function execute(
  engine: Engine,
  { request, document, queryHash, context }: ApolloRequest,
): Promise<ExecutionResult> {
  try {
    const { observer } = context as RequestContext;
    const prepared = selectOperation(engine.schema, { document, documentHash: queryHash, defers: false }, request);
    if (observer) observer.operation = prepared;
    return await engine.execute({ ...prepared, context: context as RequestContext });
  } catch (error) {
    if (error instanceof InvalidDocument) return { errors: error.errors };
    throw error;
  }
}
