import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import type { FastifyBaseLogger } from 'fastify';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, print } from 'graphql';
import { onceForEach } from '../base/once-for-each.js';
import type { Engine } from '../engine/engine.js';
import { Refusal, refusalError } from '../errors/refusal.js';
import type { RequestObserver } from '../executor/fetch/request-observer.js';
import { type ValidOperation, validOperations } from '../operation/prepared-operation.js';
import { anonymous } from '../request/caller.js';
import type { RequestContext } from '../request/context.js';
import { requestId } from '../request/request-id.js';
import { documentHash, InvalidDocument } from './documents.js';
import { selectOperation } from './prepare-operation.js';

/** Data of a gateway request that bypasses Apollo Server: to the engine, and back. */
export interface PastApollo {
  readonly context: RequestContext;
  readonly observer: RequestObserver | undefined;
  operation?: ValidOperation;
  refusal?: Refusal;
}

/** The key of that data in a context. A WeakMap by context is impossible, because Apollo Server copies contexts. */
export const pastApollo = Symbol('past Apollo Server');

/** A context of Apollo Server. Only the gateway's own contexts have the bypass data. */
export interface ApolloContext extends BaseContext {
  readonly [pastApollo]?: PastApollo;
}

export interface ApolloServerGatewayOptions {
  /** The time limit of an operation, in milliseconds; then the response contains the data that is present. */
  readonly operationTimeoutMs: number;
  readonly log: FastifyBaseLogger;
}

/** The type of Apollo Server's option `gateway`, usually an `ApolloGateway`. */
export type ApolloGatewayInterface = NonNullable<ApolloServerOptionsWithGateway<BaseContext>['gateway']>;

type ApolloExecutor = NonNullable<Awaited<ReturnType<ApolloGatewayInterface['load']>>['executor']>;
type ApolloRequest = Parameters<ApolloExecutor>[0];

/**
 * Runs an Apollo Server with any context on an engine. From a context of another server, the engine gets the request's
 * headers, and its caller is anonymous.
 * @param open opens the engine when the server starts; the server closes it.
 */
export function apolloServerGateway(
  open: () => Engine | Promise<Engine>,
  options: ApolloServerGatewayOptions,
): ApolloGatewayInterface {
  const listeners = new Set<(schema: GraphQLSchema) => void>();
  let engine: Engine | undefined;
  const tell = (schema: GraphQLSchema) => {
    for (const listener of listeners) listener(schema);
  };
  return {
    onSchemaLoadOrUpdate: (told) => {
      const listener = (apiSchema: GraphQLSchema) => {
        told({ apiSchema, coreSupergraphSdl: '' });
      };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    load: async () => {
      const opened = (engine = await open());
      opened.onSchemaChange?.(tell);
      tell(opened.schema);
      return { executor: (request) => execute(opened, request, options) };
    },
    stop: async () => {
      await engine?.close();
    },
  };
}

/** The operations of a document. Apollo Server caches documents, so each is read once. */
const operationsIn = onceForEach((document: DocumentNode) =>
  validOperations(document, documentHash(document.loc?.source.body ?? print(document))),
);

async function execute(
  engine: Engine,
  { request, document, context: apolloContext }: ApolloRequest,
  options: ApolloServerGatewayOptions,
): Promise<ExecutionResult> {
  const past = (apolloContext as ApolloContext)[pastApollo];
  const context = past?.context ?? contextOf(request.http, options);
  try {
    const prepared = selectOperation(engine.schema, operationsIn(document), request);
    if (past) past.operation = prepared.operation;
    return await engine.execute({ ...prepared, context, observer: past?.observer });
  } catch (error) {
    if (error instanceof InvalidDocument) return { errors: error.errors };
    if (!(error instanceof Refusal)) throw error;
    if (!past) return { errors: [refusalError(error)] };
    past.refusal = error;
    return {};
  }
}

/** Makes the context of a request to another Apollo Server. */
function contextOf(
  http: ApolloRequest['request']['http'],
  { operationTimeoutMs, log }: ApolloServerGatewayOptions,
): RequestContext {
  const headers = Object.fromEntries(http?.headers ?? []);
  const id = requestId(headers['x-request-id']);
  return {
    requestId: id,
    log: log.child({ reqId: id }),
    caller: anonymous,
    headers,
    deadline: performance.now() + operationTimeoutMs,
  };
}
