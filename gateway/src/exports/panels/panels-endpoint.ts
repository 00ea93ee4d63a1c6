import { createHash } from 'node:crypto';
import { mayIntrospect } from '../../authorization/restrict-introspection.js';
import { answered, type ExportEndpointOptions, headersOf } from '../export-endpoint.js';
import { addEndpoint, type EndpointServer } from '@hub/runtime';
import type { PanelsInForce } from './panels-in-force.js';

/**
 * Adds `GET /panels.json` to a server: the panels of organisations' records on the portal's pages, with the queries
 * that the reader's browser runs for them.
 */
export function panelsEndpoint(server: EndpointServer, panels: PanelsInForce, options: ExportEndpointOptions): void {
  addEndpoint(server, {
    ...{ method: 'GET', url: '/panels.json' },
    price: { processorMs: 2, bytesIn: 0, bytesHeld: 250_000, connections: 0 },
    handler: (request, reply) =>
      answered(request, reply, options, async ({ context, graph }) => {
        const found = panels.of(graph, mayIntrospect(options.introspection, context.caller.rights));
        const text = JSON.stringify(found);
        const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
        void reply.headers({ ...headersOf(context, request, options), etag: tag });
        if (request.headers['if-none-match']?.split(/, */).includes(tag)) return reply.code(304).send();
        return reply.type('application/json; charset=utf-8').send(text);
      }),
  });
}
