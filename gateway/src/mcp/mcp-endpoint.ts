import type { RequestListener } from 'node:http';
import { Hub } from '@hub/client';
import { answerMcp, type Asked, type TrustedDocument } from '@hub/mcp';
import { addEndpoint, type EndpointServer, namedPlugin } from '@hub/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayIntrospect } from '../authorization/restrict-introspection.js';
import { answered, endpointRefusals, type ExportEndpointOptions, headersOf } from '../exports/export-endpoint.js';
import { type DescribedEndpoint, problem, refusals } from '../http/described-endpoint.js';
import { HttpError } from '../http/http-error.js';
import { checkJsonSize } from '../http/json-size.js';
import { receiveBody } from '../http/read-request.js';
import { whenOver } from '../http/when-over.js';
import type { BodyLimits } from '../limits/limits.js';
import type { NamedDocuments } from '../trusted-documents/documents-of-apps.js';
import type { CallerRequest } from '../request/context.js';
import { callerTools } from './caller-tools.js';
import { insideFetch } from './inside-fetch.js';

export interface McpEndpointOptions extends ExportEndpointOptions {
  readonly limits: ExportEndpointOptions['limits'] & BodyLimits;
  /** Answers an HTTP request, as this server does. */
  readonly handle: RequestListener;
  /** The documents that an app registered; undefined if there are none. */
  readonly documentsOf?: NamedDocuments['of'] | undefined;
}

/** A request for an endless stream. It is refused, because no event announces a change of a caller's tools. */
const listen = 'subscriptions/listen';

const described: DescribedEndpoint = {
  summary: 'Tools for language models (công cụ cho mô hình ngôn ngữ)',
  description:
    "The Model Context Protocol over streamable HTTP, without sessions: tools for common questions, or one tool for each document that the caller's app registered, and for each named table. A tool gives the hub's answer to its caller.",
  tag: 'models',
  takesToken: true,
  parameters: [
    {
      ...{ name: 'tables', in: 'query', description: 'The tables that become tools, or `all`; none by default.' },
      schema: { type: 'array', items: { type: 'string' } },
      ...{ style: 'form', explode: false },
    },
    {
      ...{ name: 'purpose', in: 'query', description: 'The purpose of the requests, if no header names it.' },
      schema: { type: 'string' },
    },
  ],
  body: {
    description: 'One message of JSON-RPC.',
    required: true,
    content: { 'application/json': { schema: { type: 'object', required: ['jsonrpc', 'method'] } } },
  },
  answers: {
    200: {
      description: 'The answer, or a stream with it alone.',
      content: {
        'application/json': { schema: { type: 'object', required: ['jsonrpc'] } },
        'text/event-stream': { schema: { type: 'string' } },
      },
    },
    202: { description: 'The message wants no answer.' },
    ...endpointRefusals,
    ...refusals(problem, { 408: 'The body did not arrive in time.', 413: 'The body is too large.' }),
    '4XX': { description: 'The message is none of the protocol.' },
  },
};

/**
 * Adds `POST /mcp`: common questions, trusted documents and tables as tools of the Model Context Protocol, over
 * streamable HTTP without sessions. Callers are authenticated, counted and limited as at every endpoint. A tool's
 * inner requests pass the endpoints of operations and files again, as the same caller. `hub mcp` serves the same over
 * standard input and output.
 */
export function mcpEndpoint(http: EndpointServer, options: McpEndpointOptions): void {
  void http.register(
    namedPlugin('mcp', (endpoint: EndpointServer, _options, done) => {
      endpoint.removeAllContentTypeParsers();
      endpoint.addContentTypeParser('*', (_request, _payload, parsed) => {
        parsed(null);
      });
      addEndpoint(endpoint, {
        ...{ method: 'POST', url: '/mcp', config: { described } },
        // The endpoints of operations and files charge for the tools' inner requests.
        price: { processorMs: 3, bytesIn: 1024 * 1024, bytesHeld: 2_000_000, connections: 1 },
        handler: (request, reply) =>
          answered(request, reply, options, async ({ context, graph, address }) => {
            whenOver(reply.raw, options.entry.admission.begin(context));
            const message = await readMessage(request, context, options);
            if (message.method === listen) {
              const error = { code: -32601, message: 'Method not found' };
              return reply
                .headers(headersOf(context, request, options))
                .send({ jsonrpc: '2.0', id: message.id, error });
            }
            const purpose = address.searchParams.get('purpose');
            const asked = askedBy(
              insideFetch(options.handle, request.raw, purpose === null ? {} : { 'x-hub-purpose': purpose }),
              address.origin,
            );
            const tools = async () => {
              const documents = await documentsOf(context, options);
              return callerTools({
                documents,
                schema: graph.schema,
                schemaSeen: graph.schemaSeenBy?.(context.caller) ?? graph.schema,
                mayAsk: mayIntrospect(options.introspection, context.caller.rights),
                tables: options.tables.of(graph),
                chosen: address.searchParams.getAll('tables').flatMap((names) => names.split(',')),
              }).catch((error: unknown) => {
                throw new HttpError(400, 'BAD_USER_INPUT', `tables: ${(error as Error).message}`);
              });
            };
            const passedOn = new Request(address, {
              method: 'POST',
              headers: headersFor(request),
              body: '',
              signal: leftSignal(context),
            });
            return send(reply, await answerMcp(tools, asked, passedOn, message), headersOf(context, request, options));
          }),
      });
      // The protocol requires this answer from a server without streams and sessions.
      addEndpoint(endpoint, {
        ...{ method: ['GET', 'DELETE'], url: '/mcp' },
        price: { processorMs: 1, bytesIn: 0, bytesHeld: 0, connections: 0 },
        handler: (_request, reply) =>
          reply
            .code(405)
            .header('allow', 'POST')
            .send({ code: 'METHOD_NOT_ALLOWED', message: 'Expected POST: there are no sessions here.' }),
      });
      done();
    }),
  );
}

/** The hub's API for the caller of a request. */
function askedBy(insideFetch: typeof fetch, url: string): Asked {
  // No retries: the model gets limit and busy errors at once, because it knows what waits for the answer.
  const options = { url: 'http://hub', name: 'mcp', fetch: insideFetch, retries: { attempts: 1 } };
  return { hub: new Hub(options), registered: new Hub({ ...options, registered: true }), url };
}

/** A received message. */
type Message = Readonly<Record<string, unknown>>;

/** @throws HttpError; LimitExceeded; Busy */
async function readMessage(
  { raw }: FastifyRequest,
  context: CallerRequest,
  { entry, limits }: McpEndpointOptions,
): Promise<Message> {
  const received = await receiveBody(raw, context, { entry, limits });
  checkJsonSize(received, limits);
  let json: unknown;
  try {
    json = JSON.parse(received.toString());
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'Expected a body of JSON.');
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Message;
  throw new HttpError(400, 'BAD_REQUEST', 'Expected one message of JSON-RPC, each in a request of its own.');
}

async function documentsOf(
  { caller: { app } }: CallerRequest,
  { documentsOf: of }: McpEndpointOptions,
): Promise<TrustedDocument[] | undefined> {
  const known = app === undefined ? undefined : await of?.(app);
  return known && [...known].map(([id, text]) => ({ id, text }));
}

/** The headers that the protocol reads, without the token. */
function headersFor({ headers }: FastifyRequest): Headers {
  const read = ['accept', 'content-type', 'mcp-protocol-version', 'mcp-method', 'mcp-name'];
  return new Headers(read.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])));
}

async function send(
  reply: FastifyReply,
  answer: Response,
  headers: Readonly<Record<string, string>>,
): Promise<FastifyReply> {
  const type = answer.headers.get('content-type');
  return reply
    .code(answer.status)
    .headers({ ...headers, ...(type !== null && { 'content-type': type }) })
    .send(Buffer.from(await answer.arrayBuffer()));
}

function leftSignal({ cancellation }: CallerRequest): AbortSignal {
  const left = new AbortController();
  cancellation.onCancel(() => {
    left.abort();
  });
  return left.signal;
}
