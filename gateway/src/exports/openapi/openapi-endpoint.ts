import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { mayIntrospect } from '../../authorization/restrict-introspection.js';
import { ifNoneMatch, notModified, type PlacedEndpoint } from '../../http/described-endpoint.js';
import {
  answered,
  endpointRefusals,
  exportAnswers,
  type ExportEndpointOptions,
  headersOf,
} from '../export-endpoint.js';
import { openApiDocument } from './openapi-document.js';
import { tablePaths } from './table-paths.js';

/** What the document itself is. */
const described = {
  summary: 'This document (tài liệu này)',
  description:
    'All addresses of the hub but those of the graph, as OpenAPI 3.1: with each table that the caller is told of.',
  tag: 'schema' as const,
  takesToken: true,
  parameters: [ifNoneMatch],
  answers: {
    200: {
      description: 'The document.',
      content: { 'application/json': { schema: { type: 'object', required: ['openapi', 'paths'] } } },
    },
    304: { description: notModified },
    ...endpointRefusals,
  },
};

/**
 * Adds `GET /openapi.json` to a server: what its other addresses take and answer, as OpenAPI has it. Endpoints say it
 * themselves, and tables by their files.
 * @param endpoints those that describe themselves: see `describedEndpoints`.
 */
export function openApiEndpoint(
  server: FastifyInstance,
  endpoints: readonly PlacedEndpoint[],
  options: ExportEndpointOptions,
): void {
  server.get('/openapi.json', { config: { described } }, (request, reply) =>
    answered(request, reply, options, ({ context, graph }) => {
      const { usable, ofSchema } = options.tables.of(graph);
      const mayAsk = mayIntrospect(options.introspection, context.caller.rights);
      const told = [...usable.values()].filter(({ name }) => mayAsk || !ofSchema.has(name));
      const tables = tablePaths(told, exportAnswers).map((one) => ({ ...one, method: 'get' as const }));
      const text = JSON.stringify(openApiDocument([...endpoints, ...tables]));
      const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
      void reply.headers({ ...headersOf(context, request, options), etag: tag });
      if (request.headers['if-none-match']?.split(/, */).includes(tag)) return Promise.resolve(reply.code(304).send());
      return Promise.resolve(reply.type('application/json; charset=utf-8').send(text));
    }),
  );
}
