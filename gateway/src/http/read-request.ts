import type { IncomingMessage } from 'node:http';
import { LimitExceeded } from '../errors/limit-exceeded.js';
import type { GraphQLParameters } from '../graphql/graphql-response.js';
import type { Entry } from '../entry/entry.js';
import { type BodyLimits, forRoles, type Limits } from '../limits/limits.js';
import type { CallerRequest, RequestContext } from '../request/context.js';
import { type Accepted, accepted } from './accepted.js';
import type { Cors } from './cors.js';
import { refuseCrossSite } from './cross-site.js';
import { BatchRefused, HttpError } from './http-error.js';
import { checkJsonSize } from './json-size.js';
import { graphqlResponse, isJson } from './media-type.js';
import { readParameters, readSearch } from './parameters.js';
import { readBody } from './read-body.js';

/** @throws HttpError 405 */
export function readMethod({ method = '' }: IncomingMessage): 'GET' | 'POST' {
  if (method === 'GET' || method === 'POST') return method;
  throw new HttpError(405, 'METHOD_NOT_ALLOWED', `Expected GET or POST, got ${method}.`, { allow: 'GET, POST' });
}

/** @throws HttpError 406 if the caller accepts no media type of the gateway. */
export function readAccepted({ headers: { accept } }: IncomingMessage): Accepted {
  const takes = accepted(accept);
  if (takes.single ?? takes.incremental ?? takes.subscription) return takes;
  throw new HttpError(
    406,
    'NOT_ACCEPTABLE',
    `Expected to be asked for ${graphqlResponse}, application/json or a stream, got ${JSON.stringify(accept)}.`,
  );
}

/** The largest body for a caller, in bytes. */
export function bodyBytesOf({ bodyBytes }: BodyLimits, { caller }: Pick<RequestContext, 'caller'>): number {
  return forRoles(bodyBytes, caller.roles, Number) ?? Infinity;
}

/**
 * Reads a body. A request takes its place in the queue only once its body is complete.
 * @throws HttpError
 * @throws LimitExceeded
 * @throws Busy `LIMIT_EXCEEDED`
 */
export async function receiveBody(
  request: IncomingMessage,
  context: CallerRequest,
  { limits, entry: { admission } }: { readonly limits: BodyLimits; readonly entry: Entry },
): Promise<Buffer> {
  refuseOtherTypes(request);
  // Passing `limits` itself would copy all limits for every request.
  const { compressionRatio, bodyMs } = limits;
  const bodyBytes = bodyBytesOf(limits, context);
  const body = await readBody(request, {
    compressionRatio,
    bodyMs,
    bodyBytes,
    takePlace: (drop) => admission.receive(context, drop),
  });
  const counting = admission.bytes(body.length, context);
  if (counting) await counting;
  return body;
}

/**
 * Reads the operation of a request, or each operation of a batch.
 * @param received the body; undefined for a GET, which has none.
 * @throws HttpError
 * @throws LimitExceeded
 */
export function readRequest(
  request: IncomingMessage,
  received: Buffer | undefined,
  { limits, cors }: { readonly limits: BodyLimits & Pick<Limits, 'batch'>; readonly cors: Cors },
): GraphQLParameters | readonly GraphQLParameters[] {
  const { batch } = limits;
  const parse = (json: Buffer) => parseJson(json, limits);
  if (!received) {
    refuseCrossSite(request.headers, cors);
    return readSearch(new URL(request.url ?? '', 'http://gateway').searchParams, parse);
  }
  const body = parse(received);
  if (!Array.isArray(body)) return readParameters(body);
  if (batch === 1) throw new BatchRefused(body.length);
  if (body.length <= batch) return body.map(readParameters);
  throw new LimitExceeded('BATCH', batch, body.length);
}

/** Whether a request has a list of operations. */
export function isBatch(
  parameters: GraphQLParameters | readonly GraphQLParameters[],
): parameters is readonly GraphQLParameters[] {
  return Array.isArray(parameters);
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
