import { pipeline, Readable } from 'node:stream';
import { importsScope } from '@hub/protocol';
import { addEndpoint, type EndpointServer, namedPlugin } from '@hub/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WorkRecorder } from '../audit/recorded-work.js';
import type { Engine } from '../engine/engine.js';
import type { Entry } from '../entry/entry.js';
import { auditUnavailableCode } from '../errors/audit-unavailable.js';
import { notReady, Refusal } from '../errors/refusal.js';
import { SubgraphFault } from '../errors/subgraph-fault.js';
import type { BodyLimits, Limits } from '../limits/limits.js';
import { callerHeaderOf } from '../request/caller-header.js';
import type { CallerRequest } from '../request/context.js';
import { type PassedOn, type SealedAnswer, type SealedEndpoint, SealedExchanges } from '../trust/sealed-exchange.js';
import { HttpError, httpError } from './http-error.js';
import { askedAt, importAddresses, importMethods } from './import-address.js';
import { bodyOnItsWay, tooLargeBody } from './on-its-way.js';
import { quotaFields } from './rate-limit-fields.js';
import { receiveBody } from './read-request.js';
import { memberOf, type RecordEnd, RecordedBody, RecordedLines } from './recorded-body.js';
import { whenOver } from './when-over.js';

export interface ImportsEndpointOptions {
  readonly entry: Entry;
  /** Gives the engine; undefined while the gateway starts. */
  readonly engine: () => Engine | undefined;
  readonly limits: BodyLimits & Pick<Limits, 'importBytes'>;
  readonly recorder: () => WorkRecorder;
  /** How long the minimum of a file may take to arrive, in milliseconds: see `onItsWay`. */
  readonly stallMs?: number;
}

type ImportsEndpoint = { Params: { code: string; '*': string } };

const defaultStallMs = 30_000;

/** The headers of an organisation's answers that callers receive. */
const passedHeaders = ['content-type', 'content-disposition', 'retry-after'];

/**
 * Adds `/organisations/CODE/imports/…`: an organisation's staff and services upload its files at the hub's one address.
 * The organisation's subgraph does the work. The gateway authenticates, counts, bounds and records the request, and
 * streams both bodies: it holds no file.
 */
export function importsEndpoint(http: EndpointServer, options: ImportsEndpointOptions): void {
  const exchanges = new SealedExchanges();
  void http.register(
    namedPlugin('imports', (endpoint: EndpointServer, _options, done) => {
      endpoint.removeAllContentTypeParsers();
      endpoint.addContentTypeParser('*', (_request, _payload, parsed) => {
        parsed(null);
      });
      for (const method of importMethods) {
        // A file is streamed: the gateway holds a small part of it.
        const bytesIn = method === 'POST' ? (options.limits.importBytes ?? Infinity) : 0;
        addEndpoint<ImportsEndpoint>(endpoint, {
          ...{ method, url: '/organisations/:code/imports/*' },
          config: { describedEach: importAddresses.filter((one) => one.method === method.toLowerCase()) },
          price: { processorMs: 8, bytesIn, bytesHeld: 2_000_000, connections: 1 },
          handler: (request, reply) => answer(request, reply, options, exchanges),
        });
      }
      endpoint.addHook('onClose', () => exchanges.close());
      done();
    }),
  );
}

async function answer(
  request: FastifyRequest<ImportsEndpoint>,
  reply: FastifyReply,
  options: ImportsEndpointOptions,
  exchanges: SealedExchanges,
): Promise<FastifyReply> {
  const { entry } = options;
  const { raw, params } = request;
  const context = entry.beginHttp(raw, request.routeOptions.config.price);
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) context.cancellation.cancel();
    entry.over(context, { status: reply.raw.statusCode });
  });
  void reply.header('cache-control', 'no-store');
  let over: ((code?: string) => Promise<boolean>) | undefined;
  try {
    const asked = await entry.admit(context, () => askedAt(raw.method ?? '', params['*']));
    if (!asked) throw new HttpError(404, 'NOT_FOUND', 'There is no such page.');
    demandStaff(context, params.code);
    const endpoint = endpointOf(params.code, options.engine());
    const { admission } = entry;
    whenOver(reply.raw, asked.isFile ? admission.beginImport(context) : admission.begin(context));
    const body = asked.isFile ? brought(request, options) : await textOf(request, context, options);
    const changes = asked.method !== 'GET';
    over = await options.recorder().begin(context, { name: asked.name, changes, organisation: params.code });
    const answered = await exchanges.ask(endpoint, {
      ...{ method: asked.method, target: targetOf(raw.url ?? '', params.code), body },
      headers: headersOf(request, context, asked.isFile ?? false, body !== undefined),
      ...{ caller: callerHeaderOf(context.caller), purpose: context.purpose, signal: leftSignal(context) },
    });
    return await pass(answered, reply, context, { over, changes });
  } catch (error) {
    const known = httpError(inHttp(error, params.code), context);
    entry.refused(context, known.code);
    await over?.(known.code);
    const { status, code, message, headers, extensions } = known;
    return reply
      .code(status)
      .headers({ ...headers, ...quotaFields(context), ...(!raw.complete && { connection: 'close' }) })
      .send({ code, message, ...extensions });
  }
}

/** Forwards an organisation's answer; the audit record is written before the answer's end is sent. */
async function pass(
  { status, headers, body }: SealedAnswer,
  reply: FastifyReply,
  context: CallerRequest,
  { over, changes }: { readonly over: (code?: string) => Promise<boolean>; readonly changes: boolean },
): Promise<FastifyReply> {
  for (const name of passedHeaders) {
    const value = headers[name];
    if (value !== undefined) void reply.header(name, value);
  }
  void reply.code(status).headers({ ...quotaFields(context) });
  const refusal = status < 400 ? undefined : `HTTP_${status}`;
  const recordEnd: RecordEnd = async (code = refusal) => {
    if (await over(code)) return undefined;
    // A request that the organisation refused had no effect.
    const isRefused = code !== undefined && status < 500;
    return unrecordedAnswer(changes && !isRefused);
  };
  if (body instanceof Readable) {
    const isLines = headers['content-type']?.includes('ndjson') ?? false;
    const recorded = isLines ? new RecordedLines(recordEnd) : new RecordedBody(recordEnd);
    pipeline(body, recorded, (error) => {
      if (!error) return;
      context.log.warn({ err: error }, 'an answer about files ends before its end');
      void over('SUBGRAPH_UNREACHABLE');
    });
    return reply.send(recorded);
  }
  const unrecorded = await recordEnd(refusal && (memberOf(body, 'code') ?? refusal));
  if (unrecorded) throw unrecorded;
  return reply.send(body);
}

/**
 * The error if the answer cannot be recorded. After an executed action, the error says so, and that it must not be
 * repeated.
 */
function unrecordedAnswer(executed: boolean): HttpError {
  const message = executed
    ? 'The organisation has done this, and the hub cannot record its answer now, and so does not give it. Do not send it again: ask for what is there.'
    : 'The hub cannot record the answer now, and so does not give it.';
  const later: Record<string, string> = executed ? {} : { 'retry-after': '5' };
  return new HttpError(executed ? 500 : 503, auditUnavailableCode, message, later, { executed });
}

/**
 * Demands that the caller belongs to an organisation, and may upload its files.
 * @throws Refusal `UNAUTHENTICATED`, `UNAUTHORIZED_FIELD_OR_TYPE`
 */
function demandStaff({ caller }: CallerRequest, organisation: string): void {
  if (!caller.rights.authenticated)
    throw new Refusal('UNAUTHENTICATED', 'Expected a token of the organisation’s staff.');
  if (caller.organisation === organisation && caller.rights.scopes.has(importsScope)) return;
  const message = `Expected a caller of ${organisation} itself, with the scope ${importsScope}.`;
  throw new Refusal('UNAUTHORIZED_FIELD_OR_TYPE', message);
}

/** @throws HttpError `NOT_LINKED` if the graph has no subgraph of the organisation: files go to that subgraph alone. */
function endpointOf(organisation: string, engine: Engine | undefined): SealedEndpoint {
  if (!engine) throw notReady();
  const endpoint = engine.endpointOf?.(organisation);
  if (endpoint) return endpoint;
  const message = `Expected an organisation whose own system takes files through this hub; ${organisation} is unknown, suspended, or hands over figures alone.`;
  throw new HttpError(404, 'NOT_LINKED', message);
}

/** The same path and query at the organisation's subgraph. */
function targetOf(url: string, organisation: string): string {
  return url.slice(`/organisations/${organisation}`.length);
}

function headersOf({ headers }: FastifyRequest, { requestId }: CallerRequest, isFile: boolean, hasBody: boolean) {
  const { accept } = headers;
  return {
    'x-request-id': requestId,
    ...(accept !== undefined && { accept }),
    ...(hasBody && { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
  };
}

/** The file in a request's body. @throws HttpError 413 */
function brought({ raw, headers }: FastifyRequest, { limits, stallMs }: ImportsEndpointOptions): PassedOn {
  const maxBytes = limits.importBytes ?? Infinity;
  const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
  if (length !== undefined && length > maxBytes) throw tooLargeBody(maxBytes);
  if (headers['content-encoding'] !== undefined) {
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Expected a file as it is, without a content coding.');
  }
  return { stream: bodyOnItsWay(raw, { maxBytes, stallMs: stallMs ?? defaultStallMs }), length };
}

/** The text in a request's body; undefined if there is none. */
async function textOf(
  { raw }: FastifyRequest,
  context: CallerRequest,
  { entry, limits }: ImportsEndpointOptions,
): Promise<Buffer | undefined> {
  if (raw.method !== 'POST') return undefined;
  const { 'content-length': length, 'transfer-encoding': coding } = raw.headers;
  if (coding === undefined && Number(length ?? 0) === 0) return Buffer.from('{}');
  return receiveBody(raw, context, { entry, limits });
}

/**
 * The HTTP error of a fault in an organisation's system. All faults by which the system is unreachable look the same.
 */
function inHttp(error: unknown, organisation: string): unknown {
  if (!(error instanceof SubgraphFault)) return error;
  const isAway = error.code !== 'SUBGRAPH_UNTRUSTED';
  const message = isAway
    ? `The system of ${organisation} does not answer. What it did not say it has taken, it has not; send the request again later.`
    : error.message;
  return new HttpError(isAway ? 503 : 502, error.code, message, isAway ? { 'retry-after': '10' } : {});
}

function leftSignal({ cancellation }: CallerRequest): AbortSignal {
  const left = new AbortController();
  cancellation.onCancel(() => {
    left.abort();
  });
  return left.signal;
}
