import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '@hub/runtime';
import { responseBytes } from '../base/response-text.js';
import { utf8 } from '../base/utf8.js';
import { Refusal } from '../errors/refusal.js';
import type { Answered, GraphQLResponse, ResponseStream } from '../graphql/graphql-response.js';
import type { Limits } from '../limits/limits.js';
import type { RequestContext, ResponseHead } from '../request/context.js';
import type { StreamKind } from '../request/stream-kind.js';
import type { Accepted } from './accepted.js';
import { encode } from './compress.js';
import { BatchRefused, httpError } from './http-error.js';
import { inFormat, inOnePart } from './incremental-format.js';
import { graphqlResponse, type ResponseType } from './media-type.js';
import type { Framing } from './response-stream.js';
import { retryAfter, statusOf } from './status.js';
import { tooLargeAnswer, withinBytes } from './within-bytes.js';

/** An HTTP response with its whole body. */
export interface WholeAnswer {
  readonly status: number;
  readonly type: ResponseType;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP response as a stream. */
export interface StreamedAnswer {
  readonly kind: StreamKind;
  readonly framing: Framing;
  readonly responses: AsyncGenerator<object>;
}

/** One response in the form that the caller accepts: as a stream only if the caller accepts streams alone. */
export function inOne(
  response: GraphQLResponse,
  { single, incremental, subscription }: Accepted,
): WholeAnswer | StreamedAnswer {
  if (single) {
    const status = statusOf(response, single);
    const type = status < 300 ? single : graphqlResponse;
    // Before the body is made: making it consumes the response.
    const headers = retryAfter(response, status) ?? {};
    return { status, type, headers, body: responseBytes(response) };
  }
  // A caller that accepts streams only gets a stream with one response.
  if (subscription) return { kind: 'subscription', framing: subscription, responses: one(response) };
  if (incremental) return { kind: 'incremental', framing: incremental.framing, responses: one(inOnePart(response)) };
  throw new Error('Expected a caller that takes some kind of answer.');
}

/** An answer with the HTTP headers and status that plugins set, unless it is already being sent. */
export function withHead<A extends WholeAnswer | StreamedAnswer>(answer: A, head: ResponseHead | undefined): A {
  if (!head || !('body' in answer)) return answer;
  return { ...answer, status: head.status ?? answer.status, headers: { ...answer.headers, ...head.headers } };
}

/**
 * The answer to a batch: one for each operation, so that a refused operation does not affect the others. No operation
 * of a batch is answered with a stream.
 * @param refused called with the code of each refused operation.
 */
export function batched(
  answers: readonly PromiseSettledResult<Answered>[],
  context: RequestContext,
  refused: (code: string) => void,
): WholeAnswer {
  const told = answers.map((one) => {
    const outcome: unknown = one.status === 'fulfilled' ? one.value.outcome : one.reason;
    if (one.status === 'fulfilled' && !(outcome instanceof Refusal)) return outcome;
    const { code, message, extensions } = httpError(outcome, context);
    refused(code);
    return { errors: [{ message, extensions: { code, ...extensions } }] };
  });
  return { status: 200, type: 'application/json', body: utf8(JSON.stringify(told)) };
}

/** A stream in the caller's format; it ends before it is too large. */
export function streamed(
  stream: ResponseStream,
  { incremental, subscription }: Accepted,
  limits: Pick<Limits, 'responseBytes'>,
  context: RequestContext,
): StreamedAnswer {
  const framing = stream.kind === 'incremental' ? incremental?.framing : subscription;
  if (!framing) throw new Error(`Expected a stream only where the caller takes one, got one that is ${stream.kind}.`);
  const formatted = inFormat(stream, incremental?.format ?? 'deferSpec=20220824');
  return { kind: stream.kind, framing, responses: withinBytes(formatted, limits, context).responses };
}

/** The answer, or an error if the answer is too large. */
export function ofSize<A extends WholeAnswer | StreamedAnswer>(
  answer: A,
  limits: Pick<Limits, 'responseBytes'>,
  context: RequestContext,
): A | WholeAnswer {
  if (!('body' in answer)) return answer;
  const error = tooLargeAnswer(answer.body.length, limits, context);
  if (!error) return answer;
  const response = { errors: [error] };
  return { status: statusOf(response, answer.type), type: answer.type, body: Buffer.from(JSON.stringify(response)) };
}

/** The answer to a request that was not executed, and its code. */
export function refusal(error: unknown, context: RequestContext): { code: string; answer: WholeAnswer } {
  const { status, code, message, headers, extensions } = httpError(error, context);
  const told = { errors: [{ message, extensions: { code, ...extensions } }] };
  if (error instanceof BatchRefused && error.isToldApart) {
    const all = Array.from({ length: error.count }, () => told);
    return { code, answer: { status: 200, type: 'application/json', body: Buffer.from(JSON.stringify(all)) } };
  }
  const body = Buffer.from(JSON.stringify(told));
  return { code, answer: { status, type: graphqlResponse, body, headers } };
}

/**
 * Sends a whole answer, compressed if the caller accepts it.
 * @param others header fields that do not depend on the answer.
 */
export async function sendWhole(
  response: ServerResponse,
  { status, type, headers, body: whole }: WholeAnswer,
  request: IncomingMessage,
  id: string,
  others: Readonly<Record<string, string>>,
): Promise<void> {
  if (status === 304) {
    response.writeHead(status, { 'x-request-id': id, ...securityHeaders, ...others, ...headers }).end();
    return;
  }
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

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of present values
async function* one(response: object): AsyncGenerator<object, undefined, undefined> {
  yield response;
}
