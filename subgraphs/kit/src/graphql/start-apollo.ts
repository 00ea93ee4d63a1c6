import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { SubgraphContext } from './context.js';
import { metricsPlugin } from './metrics-plugin.js';
import type { Metrics } from '../telemetry/metrics.js';
import { errorForClient, logErrors } from './client-errors.js';
import { type DemandedRights, demandedRightsPlugin } from './demanded-rights.js';
import { restingPlugin, type RestsOnFigures } from './resting-fields.js';
import { stringifyInTurns } from './stringify-in-turns.js';
import { nulPlugin } from './unusable-values.js';

/** Starts the server of a subgraph's operations; it drains when the HTTP server closes. */
export async function startApollo(
  schema: GraphQLSchema,
  {
    server,
    rights,
    metrics,
    rests,
  }: { server: FastifyInstance; rights: DemandedRights; metrics: Metrics; rests?: RestsOnFigures | undefined },
): Promise<ApolloServer<SubgraphContext>> {
  const apollo = new ApolloServer<SubgraphContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    stringifyResult: stringifyInTurns,
    plugins: [
      errorPlugin,
      nulPlugin,
      demandedRightsPlugin(rights),
      ...(rests ? [restingPlugin(schema, rests)] : []),
      metricsPlugin(metrics),
      fastifyApolloDrainPlugin(server),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      // The plugin would visit every field of an answer.
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}

/** Logs internal errors under the request id, and sends the client that id only. */
const errorPlugin: ApolloServerPlugin<SubgraphContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didEncounterErrors: ({ errors, contextValue }) => {
        logErrors(errors, contextValue);
        return Promise.resolve();
      },
      willSendResponse: ({ response, errors = [], contextValue }) => {
        if (response.body.kind === 'single' && response.body.singleResult.errors) {
          const result = response.body.singleResult;
          result.errors = result.errors?.map((formatted, index) =>
            errorForClient(formatted, errors[index], contextValue),
          );
        }
        return Promise.resolve();
      },
    }),
};
