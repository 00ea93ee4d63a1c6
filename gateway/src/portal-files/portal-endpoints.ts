import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EndpointPrice, EndpointServer } from '@hub/runtime';
import type { Entry } from '../entry/entry.js';
import { acceptedCoding } from '../http/compress.js';
import { addOpenEndpoint, type OpenEndpoint } from '../http/open-endpoint.js';
import { takesPages } from './takes-pages.js';
import type { BuiltFile, BuiltPortal } from './built-portal.js';
import type { HubPart } from './hub-parts.js';
import { pageAddresses, pagesApart, pagesToEmbed } from './page-addresses.js';
import type { PortalSettings } from './portal-settings.js';

/** A year, in seconds: an asset's name says what is in it. */
const forever = 'public, max-age=31536000, immutable';

/** What a page or a file of it takes: the portal is in memory, compressed already. */
const price: EndpointPrice = { processorMs: 2, bytesIn: 0, bytesHeld: 64 * 1024, connections: 0 };

/** Adds a page at a server's root that says where GraphQL is: all that a hub without a portal shows. */
export function rootEndpoint(server: EndpointServer, entry: Entry): void {
  addOpenEndpoint(server, entry, { url: '/', price, show: (_request, reply) => sayWhereGraphQLIs(reply) });
}

/** Sends a browser the portal's page, which says what is wrong with the address; undefined where it is no browser. */
export type ShowPage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | undefined;

/**
 * Adds the portal to a server: its page at its addresses, for browsers, what the page loads under `/assets/`,
 * `/portal.json`, which says what hub it is, and `/parts.json`, which says what each part of it does now. Programs that
 * ask at an address of a page hear what they would without it.
 * @returns what shows the page at any other address.
 */
export function portalEndpoints(
  server: EndpointServer,
  entry: Entry,
  portal: BuiltPortal,
  settings: PortalSettings,
  parts: () => readonly HubPart[],
  issuerOrigins: () => Promise<readonly string[]>,
): ShowPage {
  const show = async (request: FastifyRequest, reply: FastifyReply, policy = contentPolicy) =>
    sendPage(request, reply, portal.page, policy(await issuerOrigins()));
  const embeddedPolicy: typeof contentPolicy = (issuer) => contentPolicy(issuer, settings.embedOrigins);
  const open = (url: string, shown: OpenEndpoint['show']) => {
    addOpenEndpoint(server, entry, { url, price, show: shown });
  };
  const notFound = (reply: FastifyReply): FastifyReply => {
    reply.callNotFound();
    return reply;
  };
  for (const address of pageAddresses) {
    const policy = pagesApart.includes(address)
      ? explorerPolicy
      : pagesToEmbed.includes(address)
        ? embeddedPolicy
        : contentPolicy;
    open(address, (request, reply) => {
      if (takesPages(request.headers)) return show(request, reply, policy);
      if (address === '/') return sayWhereGraphQLIs(reply.header('vary', 'accept'));
      return notFound(reply);
    });
  }
  // What people type who look for a reference.
  open('/docs', (_request, reply) => reply.redirect('/schema'));
  open('/portal.json', (_request, reply) => reply.header('cache-control', 'no-cache').send(settings));
  open('/parts.json', (_request, reply) => reply.header('cache-control', 'no-store').send({ parts: parts() }));
  open('/assets/:name', (request, reply) => {
    const file = portal.assets.get((request.params as { readonly name: string }).name);
    return file ? send(request, reply.header('cache-control', forever), file) : notFound(reply);
  });
  return (request, reply) => (takesPages(request.headers) ? show(request, reply) : undefined);
}

/**
 * What the portal's page may load, and whom it may ask: this hub, and the issuer at its origins.
 * @param within the sites whose pages may show it.
 */
function contentPolicy(issuer: readonly string[], within: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src ${["'self'", ...issuer].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${within.length === 0 ? "'none'" : within.join(' ')}`,
  ].join('; ');
}

/**
 * The explorer's: its editor places lines by style attributes, which are allowed there. Style elements are not, and
 * scripts, those beside the page too, are this hub's as everywhere.
 */
function explorerPolicy(issuer: readonly string[]): string {
  return `${contentPolicy(issuer)}; style-src-elem 'self'; style-src-attr 'unsafe-inline'; worker-src 'self'`;
}

function sayWhereGraphQLIs(reply: FastifyReply): FastifyReply {
  return reply.type('text/plain; charset=utf-8').send('GraphQL is at /graphql.\n');
}

function sendPage(request: FastifyRequest, reply: FastifyReply, page: BuiltFile, policy: string): FastifyReply {
  const told = { 'content-security-policy': policy, 'cache-control': 'no-cache' };
  return send(request, reply.headers(told), page, 'accept, accept-encoding');
}

function send(request: FastifyRequest, reply: FastifyReply, file: BuiltFile, vary = 'accept-encoding'): FastifyReply {
  const coding = acceptedCoding(request.headers['accept-encoding']);
  const encoded = coding && file[coding];
  if (encoded) reply.header('content-encoding', coding);
  return reply
    .header('vary', vary)
    .type(file.type)
    .send(encoded ?? file.plain);
}
