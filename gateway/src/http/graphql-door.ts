import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '@hub/schema';
import type { FastifyBaseLogger } from 'fastify';
import { ClientRequest, type RequestContext } from '../request/context.js';
import { notReady } from '../errors/refusal.js';
import {
  answerOf,
  type GraphQLResponse,
  isStream,
  type Pipeline,
  type ResponseStream,
} from '../graphql/graphql-response.js';
import type { StreamKind } from '../request/stream-kind.js';
import type { Authenticate } from '../identity/authenticate.js';
import { isKnown } from '../request/caller.js';
import { type Admission, clientOf } from '../limits/admission.js';
import { clientAddress } from '../limits/client-address.js';
import { LimitExceeded, limitExceededCode } from '../errors/limit-exceeded.js';
import { withinBytes } from './within-bytes.js';
import { type BodyLimits, forRoles, type Limits } from '../limits/limits.js';
import { rateLimitFields } from './rate-limit-fields.js';
import { requestId } from '../request/request-id.js';
import { responseBytes } from '../base/response-text.js';
import type { RequestLog } from '../telemetry/request-log.js';
import { type Accepted, accepted } from './accepted.js';
import { encode } from './compress.js';
import type { Cors } from './cors.js';
import { refuseCrossSite } from './cross-site.js';
import { HttpError, httpError } from './http-error.js';
import { inFormat, inOnePart } from './incremental-format.js';
import { checkJsonSize } from './json-size.js';
import { graphqlResponse, isJson, type ResponseType } from './media-type.js';
import { readParameters, readSearch } from './parameters.js';
import type { GraphQLParameters } from '../graphql/graphql-response.js';
import { readBody } from './read-body.js';
import { type Framing, sendStream } from './response-stream.js';
import { retryAfter, statusOf } from './status.js';

/** `/graphql`, straight on Node's HTTP server: every question comes through here, and a framework costs each its share. */
export interface GraphQLDoor {
  /** Answers one request. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** From now on, each connection is closed once what it asked is answered. */
  close(): void;
}

export interface GraphQLDoorOptions {
  /** Gives what answers operations, once there is one. */
  readonly pipeline: () => Pipeline | undefined;
  /** Tells who asks. */
  readonly authenticate: Authenticate;
  /** How long an operation may take until it is answered with what there is, in milliseconds. */
  readonly operationTimeoutMs: number;
  /** What a request, and its answer, may be. */
  readonly limits: BodyLimits & Pick<Limits, 'batch' | 'responseBytes'>;
  /** Counts requests. */
  readonly admission: Admission;
  /** How many proxies stand before the gateway: see `clientAddress`. */
  readonly trustedProxies: number;
  /** The sites whose pages may ask. */
  readonly cors: Cors;
  readonly log: FastifyBaseLogger;
  /** Is told the code of each request that was not even an operation. */
  readonly refused: (code: string) => void;
  /** Logs requests; nobody does where it is absent. */
  readonly requestLog?: RequestLog | undefined;
}

/** An HTTP response, all at once. */
interface WholeAnswer {
  readonly status: number;
  readonly type: ResponseType;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP response that goes on. */
interface StreamedAnswer {
  readonly kind: StreamKind;
  readonly framing: Framing;
  readonly responses: AsyncGenerator<object>;
}

/**
 * `/graphql` as the GraphQL-over-HTTP specification has it.
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export function graphqlDoor({
  pipeline,
  authenticate,
  operationTimeoutMs,
  limits,
  admission,
  trustedProxies,
  cors,
  log,
  refused,
  requestLog,
}: GraphQLDoorOptions): GraphQLDoor {
  let closing = false;

  /** Reads a body. It takes no place among the requests that are answered until it is there. */
  const receive = async (request: IncomingMessage, address: string, context: ClientRequest): Promise<Buffer> => {
    refuseOtherTypes(request);
    const bodyBytes = bodyBytesOf(limits, context);
    let free: (() => void) | undefined;
    try {
      const body = await readBody(request, {
        ...limits,
        bodyBytes,
        onDrop: (drop) => {
          free = admission.receive(address, context, drop);
        },
      });
      await admission.bytes(body.length, address, context);
      return body;
    } finally {
      free?.();
    }
  };

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    context: ClientRequest,
  ): Promise<WholeAnswer | StreamedAnswer> => {
    try {
      const address = clientAddress(request, trustedProxies);
      await admission.fromAddress(address, context);
      const method = readMethod(request);
      const takes = readAccepted(request);
      const ready = pipeline();
      if (!ready) throw notReady();
      const caller = authenticate(request.headers.authorization, context);
      context.caller = caller instanceof Promise ? await caller : caller;
      context.client = clientOf(context.caller, address);
      await admission.fromCaller(address, context);
      const received = method === 'GET' ? undefined : await receive(request, address, context);
      whenOver(response, admission.begin(address, context));
      const parameters = readRequest(request, received, limits, cors);
      if (isBatch(parameters)) {
        const others = parameters.slice(1);
        for (const _ of others) await admission.fromCaller(address, context);
        const single = parameters.map((one) => ready.answer({ parameters: one, context, method, takes: () => false }));
        return ofSize(batched((await Promise.all(single)).map(answerOf)), limits, context);
      }
      const answered = answerOf(
        await ready.answer({ parameters, context, method, takes: (kind) => takes[kind] !== undefined }),
      );
      if (isStream(answered)) return streamed(answered, takes, limits, context);
      return ofSize(inOne(answered, takes), limits, context);
    } catch (error) {
      const { code, answer: refusing } = refusal(error, context);
      refused(code);
      context.record?.told(code);
      return refusing;
    }
  };

  return {
    handle: async (request, response) => {
      const { headers } = request;
      const id = requestId(headers['x-request-id']);
      const preflight = cors.preflight(request.method, headers);
      if (preflight) {
        response.writeHead(204, { ...securityHeaders, ...preflight, 'x-request-id': id }).end();
        return;
      }
      const context = new ClientRequest({ requestId: id, headers, timeoutMs: operationTimeoutMs, log });
      response.once('close', () => {
        if (!response.writableFinished) context.cancellation.cancel();
      });
      requestLog?.begin(context);
      const answered = await answer(request, response, context);
      if (closing) response.shouldKeepAlive = false;
      if ('framing' in answered) {
        const own = { 'x-request-id': id, ...securityHeaders, ...cors.headers(headers), ...quotaOf(context) };
        await sendStream(response, answered.responses, answered.framing, { log: context.log, headers: own });
        // Its headers may have said that the connection is kept.
        if (closing) request.socket.end();
      } else await send(response, answered, request, id, { ...cors.headers(headers), ...quotaOf(context) });
      requestLog?.end(context, {
        status: 'framing' in answered ? 200 : answered.status,
        stream: 'framing' in answered ? answered.kind : undefined,
        address: () => clientAddress(request, trustedProxies),
      });
    },
    close: () => {
      closing = true;
    },
  };
}

/** The header fields that tell a caller that is known of its quota. */
function quotaOf({ caller, quota }: ClientRequest): Readonly<Record<string, string>> | undefined {
  return quota && isKnown(caller) ? rateLimitFields(quota) : undefined;
}

async function send(
  response: ServerResponse,
  { status, type, headers, body: whole }: WholeAnswer,
  request: IncomingMessage,
  id: string,
  others: Readonly<Record<string, string>>,
): Promise<void> {
  const encoding = encode(whole, request);
  const { body, headers: encoded } = encoding instanceof Promise ? await encoding : encoding;
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-request-id': id,
    ...securityHeaders,
    ...encoded,
    ...others,
    ...headers,
  });
  response.end(body);
}

function inOne(
  response: GraphQLResponse,
  { single, incremental, subscription }: Accepted,
): WholeAnswer | StreamedAnswer {
  if (single) {
    const status = statusOf(response, single);
    const type = status < 300 ? single : graphqlResponse;
    // Before its bytes are made: then nothing is left of it.
    const headers = retryAfter(response, status) ?? {};
    return { status, type, headers, body: responseBytes(response) };
  }
  // A client that takes streams only gets one of one response.
  if (subscription) return { kind: 'subscription', framing: subscription, responses: one(response) };
  if (incremental) return { kind: 'incremental', framing: incremental.framing, responses: one(inOnePart(response)) };
  throw new Error('Expected a client that takes some kind of answer.');
}

/** The answer to a batch: none of its operations has a stream for an answer. */
function batched(answers: readonly (GraphQLResponse | ResponseStream)[]): WholeAnswer {
  return { status: 200, type: 'application/json', body: Buffer.from(JSON.stringify(answers)) };
}

/** An answer, or that it is too large. */
function ofSize<A extends WholeAnswer | StreamedAnswer>(
  answer: A,
  { responseBytes = Infinity }: Pick<Limits, 'responseBytes'>,
  { caller, log, record }: RequestContext,
): A | WholeAnswer {
  if (!('body' in answer) || answer.body.length <= responseBytes) return answer;
  const exceeded = new LimitExceeded('RESPONSE_BYTES', responseBytes, answer.body.length);
  exceeded.tell(log);
  record?.told(limitExceededCode);
  const response = { errors: [exceeded.toldTo(caller)] };
  return { status: statusOf(response, answer.type), type: answer.type, body: Buffer.from(JSON.stringify(response)) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of what is there already
async function* one(response: object): AsyncGenerator<object, undefined, undefined> {
  yield response;
}

function streamed(
  stream: ResponseStream,
  { incremental, subscription }: Accepted,
  { responseBytes = Infinity }: Pick<Limits, 'responseBytes'>,
  context: RequestContext,
): StreamedAnswer {
  const framing = stream.kind === 'incremental' ? incremental?.framing : subscription;
  if (!framing) throw new Error(`Expected a stream only where the client takes one, got one that is ${stream.kind}.`);
  const formatted = inFormat(stream, incremental?.format ?? 'deferSpec=20220824');
  return { kind: stream.kind, framing, responses: withinBytes(formatted, responseBytes, context).responses };
}

function readMethod({ method = '' }: IncomingMessage): 'GET' | 'POST' {
  if (method === 'GET' || method === 'POST') return method;
  throw new HttpError(405, 'METHOD_NOT_ALLOWED', `Expected GET or POST, got ${method}.`, { allow: 'GET, POST' });
}

function readAccepted({ headers: { accept } }: IncomingMessage): Accepted {
  const takes = accepted(accept);
  if (takes.single ?? takes.incremental ?? takes.subscription) return takes;
  throw new HttpError(
    406,
    'NOT_ACCEPTABLE',
    `Expected to be asked for ${graphqlResponse}, application/json or a stream, got ${JSON.stringify(accept)}.`,
  );
}

/** The most that a caller's body may measure, in bytes. */
export function bodyBytesOf({ bodyBytes }: BodyLimits, { caller }: Pick<RequestContext, 'caller'>): number {
  return forRoles(bodyBytes, caller.roles, Number) ?? Infinity;
}

/** @param received the body; undefined where the request is a GET, which has none. */
function readRequest(
  request: IncomingMessage,
  received: Buffer | undefined,
  limits: BodyLimits & Pick<Limits, 'batch'>,
  cors: Cors,
): GraphQLParameters | readonly GraphQLParameters[] {
  const { batch } = limits;
  const parse = (json: Buffer) => parseJson(json, limits);
  if (!received) {
    refuseCrossSite(request.headers, cors);
    return readSearch(new URL(request.url ?? '', 'http://gateway').searchParams, parse);
  }
  const body = parse(received);
  if (!Array.isArray(body)) return readParameters(body);
  if (batch === 1) throw batchingOff(body.length);
  if (body.length <= batch) return body.map(readParameters);
  throw new LimitExceeded('BATCH', batch, body.length);
}

function batchingOff(count: number): HttpError {
  return new HttpError(
    400,
    'BATCHING_OFF',
    `Batching is off: expected one operation in a JSON object, got a list of ${count}. Send each in a request of its own.`,
  );
}

function refuseOtherTypes(request: IncomingMessage): void {
  const type = request.headers['content-type'];
  if (!isJson(type)) {
    throw new HttpError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `Expected the content type application/json in UTF-8, got ${JSON.stringify(type ?? 'none')}.`,
    );
  }
}

function isBatch(
  parameters: GraphQLParameters | readonly GraphQLParameters[],
): parameters is readonly GraphQLParameters[] {
  return Array.isArray(parameters);
}

/** Calls a function when the answer is sent, or its client has left. */
function whenOver(response: ServerResponse, end: () => void): void {
  if (response.closed) end();
  else response.once('close', end);
}

/**
 * @throws LimitExceeded
 * @throws HttpError 400
 */
function parseJson(json: Buffer, limits: BodyLimits): unknown {
  checkJsonSize(json, limits);
  try {
    return JSON.parse(json.toString());
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'Expected a body of JSON.');
  }
}

/** The answer to what was not executed, and its code. */
function refusal(error: unknown, context: RequestContext): { code: string; answer: WholeAnswer } {
  const { status, code, message, headers, extensions } = httpError(error, context);
  const body = Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code, ...extensions } }] }));
  return { code, answer: { status, type: graphqlResponse, body, headers } };
}
