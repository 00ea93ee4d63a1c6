import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { ClientRequest, type RequestContext } from '../context.js';
import type { Pipeline } from '../graphql/graphql-response.js';
import { requestId } from '../request-id.js';
import { encode } from './compress.js';
import { refuseCrossSite } from './cross-site.js';
import { HttpError } from './http-error.js';
import { graphqlResponse, isJson, preferredResponse, type ResponseType } from './media-type.js';
import { type GraphQLParameters, readParameters, readSearch } from './parameters.js';
import { readBody } from './read-body.js';
import { statusOf } from './status.js';

/** The most that a request's body may measure, in bytes: far above any operation, far below the memory there is. */
const bodyLimit = 10 * 1024 * 1024;

/** `/graphql`, straight on Node's HTTP server: every question comes through here, and a framework costs each its share. */
export interface GraphQLDoor {
  /** Answers one request. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** From now on, each connection is closed once what it asked is answered. */
  close(): void;
}

/** An HTTP response, all at once. */
interface Answer {
  readonly status: number;
  readonly type: ResponseType;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * `/graphql` as the GraphQL-over-HTTP specification has it.
 * @param pipeline gives what answers operations, once there is one.
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export function graphqlDoor(pipeline: () => Pipeline | undefined, log: FastifyBaseLogger): GraphQLDoor {
  let closing = false;

  const answer = async (request: IncomingMessage, context: RequestContext): Promise<Answer> => {
    try {
      const method = readMethod(request);
      const type = readResponseType(request);
      const ready = pipeline();
      if (!ready) throw new HttpError(503, 'NOT_READY', 'The gateway has not loaded its supergraph yet.');
      const parameters = await readRequest(request, method);
      const response = await ready.answer({ parameters, context, method });
      const status = statusOf(response, type);
      return { status, type: status < 300 ? type : graphqlResponse, body: Buffer.from(JSON.stringify(response)) };
    } catch (error) {
      return refusal(error, context);
    }
  };

  return {
    handle: async (request, response) => {
      const context = new ClientRequest(requestId(request.headers['x-request-id']), log);
      const { status, type, headers, ...answered } = await answer(request, context);
      const encoding = encode(answered.body, request);
      const { body, headers: encoded } = encoding instanceof Promise ? await encoding : encoding;
      if (closing) response.shouldKeepAlive = false;
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`,
        'content-length': body.length,
        'cache-control': 'no-store',
        'x-request-id': context.requestId,
        ...encoded,
        ...headers,
      });
      response.end(body);
    },
    close: () => {
      closing = true;
    },
  };
}

function readMethod({ method = '' }: IncomingMessage): 'GET' | 'POST' {
  if (method === 'GET' || method === 'POST') return method;
  throw new HttpError(405, 'METHOD_NOT_ALLOWED', `Expected GET or POST, got ${method}.`, { allow: 'GET, POST' });
}

function readResponseType({ headers: { accept } }: IncomingMessage): ResponseType {
  const type = preferredResponse(accept);
  if (type) return type;
  throw new HttpError(
    406,
    'NOT_ACCEPTABLE',
    `Expected to be asked for ${graphqlResponse} or application/json, got ${JSON.stringify(accept)}.`,
  );
}

async function readRequest(request: IncomingMessage, method: 'GET' | 'POST'): Promise<GraphQLParameters> {
  if (method === 'GET') {
    refuseCrossSite(request.headers);
    return readSearch(new URL(request.url ?? '', 'http://gateway').searchParams);
  }
  const type = request.headers['content-type'];
  if (!isJson(type)) {
    throw new HttpError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `Expected the content type application/json in UTF-8, got ${JSON.stringify(type ?? 'none')}.`,
    );
  }
  return readParameters(parseJson(await readBody(request, bodyLimit)));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'Expected a body of JSON.');
  }
}

/** The answer to what was not executed; what is not the client's doing is logged, and masked. */
function refusal(error: unknown, { log, requestId: id }: RequestContext): Answer {
  if (!(error instanceof HttpError)) log.error({ err: error }, 'request failed');
  const { status, code, message, headers } =
    error instanceof HttpError
      ? error
      : new HttpError(500, 'INTERNAL_SERVER_ERROR', `Internal error; the log has it under request ${id}.`);
  const body = Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
  return { status, type: graphqlResponse, body, headers };
}
