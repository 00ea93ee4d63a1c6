import { roles, usualScopes } from '@hub/protocol';
import { addEndpoint, type EndpointPrice, type EndpointServer, securityHeaders } from '@hub/runtime';
import type { Entry } from '../entry/entry.js';
import { type DescribedEndpoint, plainFault, refusals, tooOften } from './described-endpoint.js';
import { httpError } from './http-error.js';
import { resourceMetadataPath } from './resource-challenge.js';

const described: DescribedEndpoint = {
  summary: 'Who gives tokens for the hub (nơi cấp mã truy cập)',
  description:
    'Metadata of the hub as a protected resource (RFC 9728): the issuer of its tokens, its scopes, and how a token is sent.',
  tag: 'schema',
  parameters: [],
  answers: {
    200: { description: 'The metadata.', content: { 'application/json': { schema: { type: 'object' } } } },
    ...refusals(plainFault, tooOften),
  },
};

const price: EndpointPrice = { processorMs: 1, bytesIn: 0, bytesHeld: 0, connections: 0 };

const scopes = [...new Set(roles.flatMap((role) => usualScopes(role)))].sort();

/**
 * Adds the metadata of the hub and of its `/mcp` as protected resources, open to everyone, even with a token that is not accepted: it
 * says where to get one. Requests are counted by their address.
 * @param issuer the accepted issuer of tokens; undefined if there is none.
 * @see https://www.rfc-editor.org/rfc/rfc9728
 */
export function resourceMetadataEndpoint(server: EndpointServer, entry: Entry, issuer: string | undefined): void {
  for (const path of ['', '/mcp']) addMetadata(server, entry, issuer, path);
}

/** @param path of the part of the hub that is the resource; empty for the hub. */
function addMetadata(server: EndpointServer, entry: Entry, issuer: string | undefined, path: string): void {
  addEndpoint(server, {
    ...{ method: 'GET', url: `${resourceMetadataPath}${path}`, config: { described }, price },
    handler: async ({ raw }, reply) => {
      const context = entry.beginHttp(raw, price);
      reply.raw.once('close', () => {
        entry.over(context, { status: reply.raw.statusCode });
      });
      void reply.headers(securityHeaders);
      try {
        await entry.admitAddress(context);
        return await reply.header('cache-control', 'public, max-age=300').send({
          resource: context.site && `${context.site}${path}`,
          authorization_servers: issuer === undefined ? [] : [issuer],
          bearer_methods_supported: ['header'],
          scopes_supported: scopes,
        });
      } catch (error) {
        const { status, code, message, headers } = httpError(error, context);
        entry.refused(context, code);
        return reply.code(status).headers(headers).send({ code, message });
      }
    },
  });
}
