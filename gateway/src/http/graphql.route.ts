import { Readable } from 'node:stream';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import type { RequestContext } from '../context.js';
import { HttpError, sendError } from './http-error.js';
import { graphqlResponse, isJson, preferredResponse, type ResponseType } from './media-type.js';
import { readBody, readSearch } from './parameters.js';

const methods: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The most that a request's body may measure, in bytes: far above any operation, far below the memory there is. */
const bodyLimit = 10 * 1024 * 1024;

/**
 * `/graphql` as the GraphQL-over-HTTP specification has it: what HTTP itself can refuse is refused here, before
 * anything runs; the rest is Apollo Server's.
 * @param apollo gives the server once it is ready to answer.
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export function graphqlRoute(server: FastifyInstance, apollo: () => ApolloServer<RequestContext> | undefined): void {
  void server.register((route, _options, done) => {
    route.removeContentTypeParser('text/plain');
    route.setErrorHandler(sendError);
    route.route({
      method: methods,
      url: '/graphql',
      bodyLimit,
      onRequest: async (request, reply) => {
        if (request.method !== 'GET' && request.method !== 'POST') {
          reply.header('allow', 'GET, POST');
          throw new HttpError(405, 'METHOD_NOT_ALLOWED', `Expected GET or POST, got ${request.method}.`);
        }
        acceptable(request);
        const type = request.headers['content-type'];
        if (request.method === 'POST' && !isJson(type)) {
          throw new HttpError(
            415,
            'UNSUPPORTED_MEDIA_TYPE',
            `Expected the content type application/json in UTF-8, got ${JSON.stringify(type ?? 'none')}.`,
          );
        }
      },
      handler: async (request, reply) => {
        const ready = apollo();
        if (!ready) throw new HttpError(503, 'NOT_READY', 'The gateway has not loaded its supergraph yet.');
        const responseType = acceptable(request);
        const {
          status = 200,
          headers,
          body,
        } = await ready.executeHTTPGraphQLRequest({
          httpGraphQLRequest: toApollo(request, responseType),
          context: () => Promise.resolve({ requestId: request.id, log: request.log }),
        });
        const type = status < 300 ? responseType : graphqlResponse;
        for (const [name, value] of headers) reply.header(name, value);
        reply.code(status).type(`${type}; charset=utf-8`);
        return body.kind === 'complete' ? body.string : reply.send(Readable.from(body.asyncIterator));
      },
    });
    done();
  });
}

function acceptable({ headers: { accept } }: FastifyRequest): ResponseType {
  const type = preferredResponse(accept);
  if (type) return type;
  throw new HttpError(
    406,
    'NOT_ACCEPTABLE',
    `Expected to be asked for ${graphqlResponse} or application/json, got ${JSON.stringify(accept)}.`,
  );
}

/** A request as Apollo Server reads it, its parameters checked and its choice of media type made. */
function toApollo({ method, headers, body, url }: FastifyRequest, responseType: ResponseType) {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  map.set('accept', responseType);
  if (method === 'POST') return { method, headers: map, search: '', body: readBody(body) };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(readSearch(new URL(url, 'http://gateway').searchParams))) {
    if (value != null) search.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return { method, headers: map, search: `?${search.toString()}`, body: undefined };
}
