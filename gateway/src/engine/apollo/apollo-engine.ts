import type { ApolloGateway } from '@apollo/gateway';
import type { FastifyBaseLogger } from 'fastify';
import { buildSchema } from 'graphql';
import { type Engine, type EngineRequest, SupergraphError } from '../engine.js';
import { executionResult } from './execution-result.js';
import { explicitNulls } from './explicit-nulls.js';
import { subgraphDataSource } from './subgraph-data-source.js';

export interface ApolloEngineOptions {
  readonly supergraphSdl: string;
  /** How long one fetch from a subgraph may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The URL of a subgraph where it is not the supergraph's own. */
  readonly subgraphUrl: (name: string) => string | undefined;
  readonly log: FastifyBaseLogger;
}

type ExecutorRequest = Parameters<ApolloGateway['executor']>[0];

/**
 * Opens an engine of @apollo/gateway's planner and executor. No subgraph is asked for anything.
 * @throws SupergraphError when the text is none.
 */
export async function openApolloEngine({
  supergraphSdl,
  timeoutMs,
  subgraphUrl,
  log,
}: ApolloEngineOptions): Promise<Engine> {
  // The library reports home unless told not to before it is loaded.
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
  const { ApolloGateway } = await import('@apollo/gateway');
  try {
    const nulls = explicitNulls(buildSchema(supergraphSdl, { assumeValid: true, assumeValidSDL: true }));
    const gateway = new ApolloGateway({
      supergraphSdl,
      validateSupergraph: true,
      __exposeQueryPlanExperimental: false,
      logger: warningsOf(log),
      buildService: ({ name, url = '' }) => {
        const subgraph = { name, url: subgraphUrl(name) ?? url };
        log.info({ subgraph: subgraph.name, url: subgraph.url }, 'subgraph');
        return subgraphDataSource(subgraph, { timeoutMs, nulls });
      },
    });
    const { schema, executor } = await gateway.load();
    return {
      schema,
      execute: async (request) => executionResult(await executor(executorRequest(request))),
      close: () => gateway.stop(),
    };
  } catch (error) {
    throw new SupergraphError((error as Error).message.split('\n')[0], { cause: error });
  }
}

function warningsOf(log: FastifyBaseLogger) {
  const quiet = () => undefined;
  return {
    debug: quiet,
    info: quiet,
    warn: (message: unknown) => {
      log.warn(message);
    },
    error: (message: unknown) => {
      log.error(message);
    },
  };
}

/** What the executor reads of the request context of Apollo Server 3, for which its types are. */
function executorRequest({
  document,
  documentHash,
  operationName,
  variables,
  context,
}: EngineRequest): ExecutorRequest {
  const request: Partial<ExecutorRequest> = {
    request: { ...(operationName !== undefined && { operationName }), variables: { ...variables } },
    document,
    queryHash: documentHash,
    operationName: operationName ?? null,
    context,
    logger: context.log,
    metrics: {},
  };
  return request as ExecutorRequest;
}
