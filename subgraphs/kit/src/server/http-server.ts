import { randomUUID } from 'node:crypto';
import { Server, type ServerOptions } from 'node:https';
import {
  boundArrival,
  headersTimeout,
  loggableRequest,
  type PlacedPrice,
  pricesOf,
  secureTransportHeaders,
  securityHeaders,
  upgradesToWebSocket,
} from '@hub/runtime';
import { fastify, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Config } from '../settings/config.js';
import { databaseUnavailable, isDatabaseAway } from '../database/database-fault.js';
import { loggableError } from '../database/loggable-error.js';
import { LogBound } from '../telemetry/log-bound.js';
import { LogTail, seenBy } from '../telemetry/log-tail.js';
import type { TlsConfig } from '../trust/trust-config.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** The prices of a subgraph's endpoints. */
    readonly prices: readonly PlacedPrice[];
  }
}

/** The codes of requests that Fastify refuses, by their status. */
const unreadCodes = new Map([
  [413, 'PAYLOAD_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
]);

/**
 * Makes a subgraph's HTTP server without endpoints: it names each request, logs each answer, and shows callers only
 * that name for internal errors.
 * @param tail keeps the last lines of its log.
 */
export function httpServer(organisation: string, config: Config, tail = new LogTail()): FastifyInstance {
  const bound = new LogBound();
  const headers = config.tls ? secureTransportHeaders : securityHeaders;
  const server = fastify({
    logger: {
      level: config.logLevel,
      base: { organisation: organisation },
      serializers: { err: loggableError, req: loggableRequest },
      hooks: seenBy(tail, bound.hooks),
    },
    requestIdHeader: 'x-request-id',
    genReqId: () => randomUUID(),
    ...(config.tls
      ? { https: { ...httpsOptions(config.tls), headersTimeout, shouldUpgradeCallback: upgradesToWebSocket } }
      : { http: { headersTimeout, shouldUpgradeCallback: upgradesToWebSocket } }),
    // A malformed path bypasses all hooks.
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply)
        .code(400)
        .headers(headers)
        .send({ code: 'BAD_REQUEST', message: 'Expected a path.' });
    },
    forceCloseConnections: 'idle',
    // The registry composes a first graph before it is ready; on a busy machine, that takes longer than Fastify's 10 s.
    pluginTimeout: 0,
    logController: new FaultsOnly(),
  });
  server.decorate('prices', pricesOf(server));
  const boundArrivalOf = boundArrival(server.server);
  server.addHook('onRequest', (request, _reply, next) => {
    // A body that is larger than what its endpoint holds is used while it arrives.
    const { price } = request.routeOptions.config;
    if (!price || price.bytesIn <= price.bytesHeld) boundArrivalOf(request.raw);
    next();
  });
  server.addHook('onClose', (_server, done) => {
    bound.flush();
    done();
  });
  server.setErrorHandler((error: Error & { readonly statusCode?: number; readonly code?: string }, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal) return reply.code(refusal.status).send({ code: refusal.code, message: error.message });
    const { statusCode = 500 } = error;
    if (statusCode < 500 && error.code?.startsWith('FST_')) {
      const code = unreadCodes.get(statusCode) ?? 'BAD_REQUEST';
      return reply.code(statusCode).send({ code, message: error.message });
    }
    if (statusCode < 500) return reply.send(error);
    if (isDatabaseAway(error)) {
      request.log.error({ err: error, path: request.url.split('?')[0] }, 'the database does not answer a request');
      const { message, extensions } = databaseUnavailable;
      const seconds = String(extensions['retryAfterSeconds']);
      return reply.code(503).header('retry-after', seconds).send({ code: extensions['code'], message });
    }
    request.log.error({ err: error, path: request.url.split('?')[0] }, 'a request failed');
    return reply.code(statusCode).send({ code: 'INTERNAL_SERVER_ERROR', message: internalMessage(request.id) });
  });
  server.addHook('onRequest', (_request, reply, next) => {
    reply.headers(headers);
    next();
  });
  // Fastify's own handler would log the whole URL.
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'NOT_FOUND', message: 'There is no such page.' }),
  );
  server.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.addHook('onResponse', async ({ log, method, url }, { statusCode, elapsedTime }) => {
    const level = statusCode < 500 || url === '/readyz' ? 'info' : 'warn';
    log[level]({ method, path: url.split('?')[0], statusCode, milliseconds: Math.round(elapsedTime) }, 'answered');
  });
  return server;
}

/** Logs no requests, which the server's hooks log, and every fault that reaches no handler. */
class FaultsOnly extends LogController {
  override incomingRequest(): void {
    // See the hook `onResponse`.
  }
  override requestCompleted(): void {
    // See the hook `onResponse`.
  }
  override defaultErrorLog(): void {
    // See the server's error handler.
  }
  override routeNotFound(): void {
    // See the hook `onResponse`.
  }
}

/** The caller's message for an internal fault. */
function internalMessage(requestId: string): string {
  return `The request failed; its id is ${requestId}, by which the subgraph's log says why.`;
}

/** Uses other keys and certificates for TLS from now on. */
export function renewTls({ server }: FastifyInstance, tls: TlsConfig): void {
  if (server instanceof Server) server.setSecureContext(httpsOptions(tls));
}

/** The options of TLS: with an authority, each client must show a certificate from it. */
function httpsOptions({ ca, ...own }: TlsConfig): ServerOptions {
  return ca === undefined ? own : { ...own, ca, requestCert: true, rejectUnauthorized: true };
}

/** The HTTP status in a GraphQL error, where the request is at fault; undefined for other errors. */
function refusalOf(error: Error): { readonly status: number; readonly code: unknown } | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const { code, http } = error.extensions as { readonly code?: unknown; readonly http?: { readonly status?: number } };
  return http?.status !== undefined && http.status < 500 ? { status: http.status, code } : undefined;
}
