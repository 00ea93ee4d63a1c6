import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  boundArrival,
  headersTimeout,
  loggableRequest,
  type PlacedPrice,
  pricesOf,
  securityHeaders,
  upgradesToWebSocket,
} from '@hub/runtime';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { requestId } from '../request/request-id.js';
import { isFile } from './import-address.js';
import { isHandedOver } from './link-addresses.js';
import { secured } from './secured.js';

/** How long a connection is kept open between requests, in milliseconds: longer than load balancers do. */
const keepAliveTimeout = 75_000;

/** An HTTP server, and what each of its endpoints costs. */
export interface PricedServer {
  readonly http: FastifyInstance;
  readonly prices: readonly PlacedPrice[];
}

/**
 * Builds an HTTP server without pages. It gives each request an id, and does not name its software.
 * @param handle answers a request before all pages, and returns whether it did.
 * @param show answers a request for an unknown page; undefined if the caller gets none.
 */
export function httpServer(
  logLevel: string,
  handle: (request: IncomingMessage, response: ServerResponse) => boolean,
  show: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | undefined = () => undefined,
): PricedServer {
  const http = fastify({
    logger: { level: logLevel, base: { service: 'gateway' }, serializers: { req: loggableRequest } },
    requestIdHeader: false,
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    // A malformed path bypasses all hooks.
    frameworkErrors: (_error, request, reply) => {
      const refused = (reply as FastifyReply).code(400).headers(securityHeaders);
      const shown = show(request, refused);
      void (shown ?? refused.send({ code: 'BAD_REQUEST', message: 'Expected a path.' }));
    },
    forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (others) =>
      createServer(
        { headersTimeout, requestTimeout: 0, keepAliveTimeout, shouldUpgradeCallback: upgradesToWebSocket },
        (request, response) => {
          if (!handle(request, response)) others(request, response);
        },
      ),
  });
  const prices = pricesOf(http);
  const bound = boundArrival(http.server);
  http.server.on('request', (request: IncomingMessage) => {
    if (!isFile(request) && !isHandedOver(request)) bound(request);
  });
  secured(http);
  // Fastify's own handler would log the whole URL.
  http.setNotFoundHandler((request, reply) => {
    const shown = request.method === 'GET' ? show(request, reply.code(404)) : undefined;
    return shown ?? reply.code(404).send({ code: 'NOT_FOUND', message: 'There is no such page.' });
  });
  http.addHook('onRequest', async ({ id }, reply) => {
    reply.header('x-request-id', id);
  });
  return { http, prices };
}
