import { ifNoneMatch, notModified } from '../../http/described-endpoint.js';
import { answerFault } from '../answer-fault.js';
import { askOperations } from '../ask-operation.js';
import { answered, endpointRefusals, type ExportEndpointOptions, headersOf } from '../export-endpoint.js';
import { KeptTexts, sendText } from '../kept-texts.js';
import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { catalogueOperation, readDescribed } from './ask-catalogue.js';
import { catalogueJson } from './catalogue-json.js';

/** The catalogue's operation, in the form of a table's. */
const asked = {
  document: catalogueOperation.document,
  operations: new Map([[catalogueOperation.name, new Set<string>()]]),
};

const described = {
  summary: 'The catalogue (danh mục dữ liệu)',
  description: 'The sets of figures, for catalogues of open data (DCAT-AP 3).',
  tag: 'figures' as const,
  takesToken: true,
  parameters: [ifNoneMatch],
  answers: {
    200: { description: 'The catalogue.', content: { 'application/ld+json': { schema: { type: 'object' } } } },
    304: { description: notModified },
    ...endpointRefusals,
  },
};

/**
 * Adds `GET /catalogue.jsonld` to a server: the sets of figures, for catalogues of open data (DCAT-AP). All texts come
 * from the graph, with the caller's rights.
 */
export function catalogueEndpoint(server: EndpointServer, options: ExportEndpointOptions): void {
  const kept = new KeptTexts();
  addEndpoint(server, {
    ...{ method: 'GET', url: '/catalogue.jsonld', config: { described } },
    price: { processorMs: 2, bytesIn: 0, bytesHeld: 1_000_000, connections: 0 },
    handler: (request, reply) =>
      answered(request, reply, options, async ({ context, graph, pipeline, address }) => {
        const { origin } = address;
        const make = async () => {
          const ask = askOperations({ table: asked, pipeline, entry: options.entry, context });
          const response = await ask(catalogueOperation.name, {});
          const described = readDescribed(response.data);
          if (!described) throw answerFault(response, context.caller);
          const { usable } = options.tables.of(graph);
          return JSON.stringify(catalogueJson(described, { origin, tables: usable.values() }));
        };
        // Query parameters have no effect.
        const text = await kept.give({ context, schema: graph.schema, address: new URL(origin) }, make);
        void reply.headers(headersOf(context, request, options));
        return sendText(request, reply, text, 'application/ld+json; charset=utf-8');
      }),
  });
}
