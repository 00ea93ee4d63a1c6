import { mayIntrospect } from '../../authorization/restrict-introspection.js';
import { ifNoneMatch, notModified, type PlacedEndpoint } from '../../http/described-endpoint.js';
import {
  answered,
  endpointRefusals,
  exportAnswers,
  type ExportEndpointOptions,
  headersOf,
} from '../export-endpoint.js';
import { onceForEach } from '../../base/once-for-each.js';
import { sendText, tagged, type TaggedText } from '../kept-texts.js';
import type { Table } from '../table/table.js';
import type { TablesOf } from '../table/tables-in-force.js';
import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { openApiDocument } from './openapi-document.js';
import { tablePaths } from './table-paths.js';

/** The document's description of itself. */
const described = {
  summary: 'This document (tài liệu này)',
  description: 'All addresses of the hub except the graph, as OpenAPI 3.1, with each table that the caller may see.',
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
 * Adds `GET /openapi.json` to a server: the requests and answers of its other addresses, in OpenAPI. Endpoints describe
 * themselves, and the files of tables describe the tables.
 * @param endpoints see `describedEndpoints`.
 */
export function openApiEndpoint(
  server: EndpointServer,
  endpoints: readonly PlacedEndpoint[],
  options: ExportEndpointOptions,
): void {
  const documentWith = (told: (tables: TablesOf) => Iterable<Table>) =>
    onceForEach((of: TablesOf): TaggedText => {
      const tables = tablePaths(told(of), exportAnswers).map((one) => ({ ...one, method: 'get' as const }));
      return tagged(JSON.stringify(openApiDocument([...endpoints, ...tables])));
    });
  const whole = documentWith(({ usable }) => usable.values());
  const written = documentWith(({ usable, ofSchema }) =>
    [...usable.values()].filter(({ name }) => !ofSchema.has(name)),
  );
  addEndpoint(server, {
    ...{ method: 'GET', url: '/openapi.json', config: { described } },
    price: { processorMs: 2, bytesIn: 0, bytesHeld: 1_000_000, connections: 0 },
    handler: (request, reply) =>
      answered(request, reply, options, ({ context, graph }) => {
        const mayAsk = mayIntrospect(options.introspection, context.caller.rights);
        const document = (mayAsk ? whole : written)(options.tables.of(graph));
        void reply.headers(headersOf(context, request, options));
        return Promise.resolve(sendText(request, reply, document, 'application/json; charset=utf-8'));
      }),
  });
}
