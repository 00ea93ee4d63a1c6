import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { messagePrice } from '../base/usual-prices.js';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BuiltSubgraph } from '../definition/schema.js';
import type { SubgraphContext } from '../graphql/context.js';
import { DemandedRights } from '../graphql/demanded-rights.js';
import type { RestsOnFigures } from '../graphql/resting-fields.js';
import { startApollo } from '../graphql/start-apollo.js';
import { EventEndpoint, wantsEvents } from '../live/event-endpoint.js';
import type { Metrics } from '../telemetry/metrics.js';

/**
 * The size limit of a request to `/graphql`, in bytes. A gateway sends a caller's request, 1 MiB at most, and keys of
 * entities, which it splits at 512 KiB by default.
 */
export const maxRequestBytes = 4 * 1024 * 1024;

/** The part of a server that answers a subgraph's operations. */
export interface ServedGraph {
  /** The served schema; undefined while it is unknown. */
  readonly sdl: () => string | undefined;
  /** Adds `/graphql` to the part of the server for trusted gateways. */
  readonly addEndpoint: (endpoint: EndpointServer) => void;
}

/** The graph of an organisation's own records, answered in this process. */
export async function graphHere(
  server: FastifyInstance,
  built: BuiltSubgraph,
  {
    organisation,
    metrics,
    rests,
    contextOf,
  }: {
    readonly organisation: string;
    readonly metrics: Metrics;
    /** The fields that depend only on the version of its figures; without it, no answer names a version. */
    readonly rests?: RestsOnFigures | undefined;
    readonly contextOf: (request: FastifyRequest) => SubgraphContext;
  },
): Promise<ServedGraph> {
  const rights = new DemandedRights(built.schema);
  const apollo = await startApollo(built.schema, { server, rights, metrics, rests });
  const answer = fastifyApolloHandler(apollo, { context: (request) => Promise.resolve(contextOf(request)) });
  const events = new EventEndpoint({ schema: built.schema, rights, organisation, contextOf });
  server.addHook('preClose', (done) => {
    events.close();
    done();
  });
  return {
    sdl: () => built.sdl,
    addEndpoint: (endpoint) => {
      addEndpoint(endpoint, {
        price: messagePrice(maxRequestBytes),
        url: '/graphql',
        method: ['GET', 'POST', 'OPTIONS'],
        handler(request, reply) {
          if (wantsEvents(request)) return events.answer(request, reply);
          void reply.header('cache-control', 'no-store');
          return answer.call(this, request, reply);
        },
      });
    },
  };
}
