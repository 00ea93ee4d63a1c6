import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, print } from 'graphql';
import type { RequestContext } from '../request/context.js';
import type { Engine } from '../engine/engine.js';
import { Refusal } from '../errors/refusal.js';
import type { RequestObserver } from '../executor/fetch/request-observer.js';
import { onceForEach } from '../base/once-for-each.js';
import { type ValidOperation, validOperations } from '../operation/prepared-operation.js';
import { documentHash, InvalidDocument } from './documents.js';
import { selectOperation } from './prepare-operation.js';

/** What a request brings past Apollo Server to the engine, and what comes back that way. */
export interface PastApollo {
  readonly observer: RequestObserver | undefined;
  operation?: ValidOperation;
  refusal?: Refusal;
}

/** A request's context as Apollo Server's plugins have it. */
export interface ApolloContext extends RequestContext {
  readonly past: PastApollo;
}

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

/** The operations of a document: Apollo Server keeps the documents, and so they are found once. */
const operationsIn = onceForEach((document: DocumentNode) =>
  validOperations(document, documentHash(document.loc?.source.body ?? print(document))),
);

async function execute(engine: Engine, { request, document, context }: ApolloRequest): Promise<ExecutionResult> {
  const { past } = context as ApolloContext;
  try {
    const prepared = selectOperation(engine.schema, operationsIn(document), request);
    past.operation = prepared.operation;
    return await engine.execute({ ...prepared, context: context as RequestContext, observer: past.observer });
  } catch (error) {
    if (error instanceof InvalidDocument) return { errors: error.errors };
    if (!(error instanceof Refusal)) throw error;
    past.refusal = error;
    return {};
  }
}
