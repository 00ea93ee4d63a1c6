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

/** A request of the gateway's own: what goes past Apollo Server to the engine, and what comes back that way. */
export interface PastApollo {
  readonly context: RequestContext;
  readonly observer: RequestObserver | undefined;
  operation?: ValidOperation;
  refusal?: Refusal;
}

/** Where a context of Apollo Server's has that. It copies contexts, so no map by context can. */
export const pastApollo = Symbol('past Apollo Server');

/** A context of Apollo Server's: the gateway's own has what goes past it, anybody else's has not. */
export interface ApolloContext extends BaseContext {
  readonly [pastApollo]?: PastApollo;
}

export interface ApolloServerGatewayOptions {
  /** How long an operation may take until it is answered with what there is, in milliseconds. */
  readonly operationTimeoutMs: number;
  readonly log: FastifyBaseLogger;
}

/** What Apollo Server takes for its `gateway`, in place of an `ApolloGateway`. */
export type ApolloGatewayInterface = NonNullable<ApolloServerOptionsWithGateway<BaseContext>['gateway']>;

type ApolloExecutor = NonNullable<Awaited<ReturnType<ApolloGatewayInterface['load']>>['executor']>;
type ApolloRequest = Parameters<ApolloExecutor>[0];

/**
 * Lets an Apollo Server run on an engine, whatever its context is. Of a context that is not the gateway's own, the engine
 * learns the request's headers, and of the caller nothing.
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

/** The operations of a document: Apollo Server keeps the documents, and so they are found once. */
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

/** The context of a request of an Apollo Server that is not the gateway's own. */
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
