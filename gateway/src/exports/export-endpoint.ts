import type { IncomingMessage } from 'node:http';
import { addEndpoint, type EndpointServer, securityHeaders } from '@hub/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Introspection, mayIntrospect } from '../authorization/restrict-introspection.js';
import { notReady } from '../errors/refusal.js';
import type { Pipeline } from '../graphql/graphql-response.js';
import { acceptedCoding, type Coding, isOnThisMachine } from '../http/compress.js';
import type { Cors } from '../http/cors.js';
import { refuseCrossSite } from '../http/cross-site.js';
import { notModified, problem, refusals, usualRefusals } from '../http/described-endpoint.js';
import { HttpError, httpError } from '../http/http-error.js';
import { withResourceMetadata } from '../http/resource-challenge.js';
import { quotaFields } from '../http/rate-limit-fields.js';
import { whenOver } from '../http/when-over.js';
import { forRoles, type Limits } from '../limits/limits.js';
import type { ProcessorTime } from '../limits/processor-time.js';
import type { Entry } from '../entry/entry.js';
import type { CallerRequest } from '../request/context.js';
import { challenge } from './answer-fault.js';
import { askOperations } from './ask-operation.js';
import { refuseOtherTables } from './bound-keys.js';
import { fileName } from './file-name.js';
import type { FileContent } from './content/file-content.js';
import { aboutJson } from './formats/about-json.js';
import { listTables } from './list-tables.js';
import { makeFile, writers } from './make-file.js';
import { pageTurns } from './content/page-turns.js';
import { problemOf } from './problem.js';
import type { ServedGraph } from './records/record-kinds.js';
import { type FileRequest, readAddress, readFileName } from './content/read-address.js';
import { compressed, sendFile } from './send-file.js';
import type { TablesInForce } from './table/tables-in-force.js';

export interface ExportEndpointOptions {
  readonly tables: TablesInForce;
  /** Gives the pipeline that answers operations; undefined while the gateway starts. */
  readonly pipeline: () => Pipeline | undefined;
  /** Gives the graph that callers see; undefined while the gateway starts. */
  readonly graph: () => ServedGraph | undefined;
  /** The callers that may introspect: only they see tables that are made from the schema. */
  readonly introspection: Introspection;
  readonly entry: Entry;
  /** The queue of pages for the event loop. */
  readonly processor: ProcessorTime;
  readonly limits: Pick<Limits, 'exportRows'>;
  readonly cors: Cors;
  /** How long a reader may read nothing, in milliseconds: see `sendFile`. */
  readonly stallMs?: number | undefined;
}

type FileEndpoint = { Params: { file: string } };

/** The refusals of every address here. */
export const endpointRefusals = refusals(problem, usualRefusals);

/** The answers of a file's address, except the file. */
export const exportAnswers = { ...endpointRefusals, 304: { description: notModified } };

const describedList = {
  summary: 'The tables (danh sách bảng số liệu)',
  description: 'The tables that can be asked for as files, with their formats, parameters and columns.',
  tag: 'figures' as const,
  takesToken: true,
  answers: {
    200: {
      description: 'The tables that the caller may see.',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['tables', 'unusable'],
            properties: {
              tables: {
                type: 'array',
                items: { type: 'object', required: ['name', 'title', 'formats', 'parameters', 'columns'] },
              },
              unusable: { type: 'array', items: { type: 'string' } },
            },
          },
        },
      },
    },
    ...endpointRefusals,
  },
};

/**
 * Adds `GET /export` and `GET /export/<table>.<format>` to a server: tables of figures and records as files. A file is
 * read by operations of the table's document, as its caller, under the graph's rights, agreements, purpose, cost and
 * audit.
 */
export function exportEndpoints(server: EndpointServer, options: ExportEndpointOptions): void {
  addEndpoint(server, {
    ...{ method: 'GET', url: '/export', config: { described: describedList } },
    price: { processorMs: 3, bytesIn: 0, bytesHeld: 250_000, connections: 0 },
    handler: (request, reply) =>
      answered(request, reply, options, async ({ context, graph }) => {
        const mayAsk = mayIntrospect(options.introspection, context.caller.rights);
        const list = listTables(options.tables.of(graph), mayAsk);
        return reply.headers(headersOf(context, request, options)).send(list);
      }),
  });
  addEndpoint<FileEndpoint>(server, {
    ...{ method: 'GET', url: '/export/:file' },
    // Pages are charged separately, by their cells.
    price: { processorMs: 8, bytesIn: 0, bytesHeld: 32_000_000, connections: 1 },
    handler: (request, reply) =>
      answered(request, reply, options, async ({ context, graph, pipeline, address }) => {
        const { name, format } = readFileName(request.params.file);
        refuseOtherTables(context.caller, name);
        const file = readAddress(options.tables.find(name, graph), format, address.searchParams);
        const { entry, limits } = options;
        whenOver(reply.raw, entry.admission.beginExport(context));
        const { table } = file;
        const made = await makeFile(file, {
          ask: askOperations({ table, pipeline, entry, context }),
          caller: context.caller,
          maxRows: forRoles(limits.exportRows, context.caller.roles, Number) ?? 0,
          address: address.href,
          ifNoneMatch: request.headers['if-none-match'],
          turns: pageTurns(options.processor, context),
        });
        const headers = { ...headersOf(context, request, options), ...(made.tag !== '' && { etag: made.tag }) };
        if (!made.content) return reply.code(304).headers(headers).send();
        if (file.format === 'about') return reply.headers(headers).send(aboutJson(made.content));
        return write(request, reply, {
          content: made.content,
          format: file.format,
          context,
          headers,
          stallMs: options.stallMs,
        });
      }),
  });
}

/** The inputs for answering a request. */
interface Asked {
  readonly context: CallerRequest;
  readonly graph: ServedGraph;
  readonly pipeline: Pipeline;
  /** The address in the caller's own form. */
  readonly address: URL;
}

/** Authenticates, admits and answers a request; errors become problem documents. */
export async function answered(
  request: FastifyRequest,
  reply: FastifyReply,
  options: ExportEndpointOptions,
  answer: (asked: Asked) => Promise<unknown>,
): Promise<unknown> {
  const { entry } = options;
  const address = addressOf(request);
  const context = entry.beginHttp(request.raw, request.routeOptions.config.price, address?.searchParams);
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) context.cancellation.cancel();
    entry.over(context, { status: reply.raw.statusCode });
  });
  try {
    const asked = await entry.admit(context, () => {
      if (!address) throw new HttpError(400, 'BAD_REQUEST', 'Expected a host in the header Host.');
      // A followed link fetches the file for the reader; no page reads it.
      if (request.headers['sec-fetch-mode'] !== 'navigate') refuseCrossSite(request.headers, options.cors);
      const [pipeline, graph] = [options.pipeline(), options.graph()];
      if (!pipeline || !graph) throw notReady();
      return { context, graph, pipeline, address };
    });
    return await answer(asked);
  } catch (error) {
    const told = httpError(error, context);
    entry.refused(context, told.code);
    return reply
      .code(told.status)
      .headers({
        ...headersOf(context, request, options),
        ...told.headers,
        ...(told.status === 401 && withResourceMetadata(challenge, context.site)),
      })
      .type('application/problem+json')
      .send(problemOf(told, context.requestId));
  }
}

/** The headers of every answer of these addresses. */
export function headersOf(
  context: CallerRequest,
  { headers }: FastifyRequest,
  { cors }: ExportEndpointOptions,
): Readonly<Record<string, string>> {
  return {
    ...securityHeaders,
    ...cors.headers(headers),
    'x-request-id': context.requestId,
    'cache-control': 'private, no-cache',
    vary: 'authorization, x-hub-purpose, accept-encoding, origin',
    ...quotaFields(context),
  };
}

/** A file to be written. */
interface Written {
  readonly content: FileContent;
  readonly format: keyof typeof writers;
  readonly context: CallerRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly stallMs: number | undefined;
}

async function write(
  { raw: request, method }: FastifyRequest,
  reply: FastifyReply,
  { content, format, context, headers, stallMs }: Written,
): Promise<unknown> {
  const { type, isCompressed, write: writer } = writers[format];
  const coding = isCompressed ? undefined : codingFor(request);
  const head = {
    ...headers,
    'content-type': type,
    'content-disposition': `attachment; filename="${fileName(content, format)}"`,
    link: `<${aboutAddress(content)}>; rel="describedby"; type="application/json"`,
    ...(coding && { 'content-encoding': coding }),
  };
  const told = (error: unknown): string => {
    const { message, code } = httpError(error, context);
    return `${message} [${code}, ${context.requestId}]`;
  };
  reply.hijack();
  const { raw: response } = reply;
  try {
    response.writeHead(200, head);
    const chunks = writer(content, told);
    if (method === 'HEAD') response.end();
    else await sendFile(response, coding ? compressed(chunks, coding) : chunks, stallMs);
  } catch (error) {
    // The framework does not end the response from here on.
    if (!response.headersSent) response.destroy();
    context.log.warn(
      { err: error, table: content.request.table.name, rows: content.tally.rows },
      'a file ends before its end',
    );
  }
  return reply;
}

function codingFor(request: IncomingMessage): Coding | undefined {
  return isOnThisMachine(request) ? undefined : acceptedCoding(request.headers['accept-encoding']);
}

/** The address of a request in the caller's own form; undefined if it is malformed. */
function addressOf({ protocol, headers, raw }: FastifyRequest): URL | undefined {
  const { host = '' } = headers;
  // Other characters could change the parsed address.
  if (!/^[\w.:[\]-]+$/.test(host)) return undefined;
  return URL.parse(`${protocol}://${host}${raw.url ?? ''}`) ?? undefined;
}

function aboutAddress({ address, request }: { readonly address: string; readonly request: FileRequest }): string {
  const url = new URL(address);
  url.pathname = url.pathname.replace(/[^/]*$/, `${request.table.name}.json`);
  return url.pathname + url.search;
}
