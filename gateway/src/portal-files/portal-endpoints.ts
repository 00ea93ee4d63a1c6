import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EndpointPrice, EndpointServer } from '@hub/runtime';
import type { Entry } from '../entry/entry.js';
import { acceptedCoding } from '../http/compress.js';
import { addOpenEndpoint, type OpenEndpoint } from '../http/open-endpoint.js';
import { takesAnything, takesPages } from './takes-pages.js';
import type { BuiltFile, BuiltPortal } from './built-portal.js';
import type { HubPart } from './hub-parts.js';
import { pageAddresses, pagesApart, pagesToEmbed } from './page-addresses.js';
import type { PortalSettings } from './portal-settings.js';

/** A year, in seconds: an asset's name changes with its content. */
const forever = 'public, max-age=31536000, immutable';

/** The price of a page or asset: the portal is in memory, already compressed. */
const price: EndpointPrice = { processorMs: 2, bytesIn: 0, bytesHeld: 64 * 1024, connections: 0 };

/** Adds a page at `/` that gives the address of GraphQL, for a hub without a portal. */
export function rootEndpoint(server: EndpointServer, entry: Entry): void {
  addOpenEndpoint(server, entry, { url: '/', price, show: (_request, reply) => sayWhereGraphQLIs(reply) });
}

/** Sends a browser the portal's page, which explains the wrong address; undefined for other programs. */
export type ShowPage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | undefined;

/**
 * Adds the portal to a server: its page at its addresses, for browsers and for programs that take anything; its assets under
 * `/assets/`; documents, packages and `/llms.txt` for developers; `/portal.json`, which describes the hub; and
 * `/parts.json`, which gives the state of its parts. Other programs get the same answers as without the portal.
 * @returns a function that shows the page at any other address.
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
      return takesAnything(request.headers) ? show(request, reply, policy) : notFound(reply);
    });
  }
  // People who look for a reference often type this address.
  open('/docs', (_request, reply) => reply.redirect('/developers'));
  open('/portal.json', (_request, reply) => reply.header('cache-control', 'no-cache').send(settings));
  open('/parts.json', (_request, reply) => reply.header('cache-control', 'no-store').send({ parts: parts() }));
  open('/assets/:name', (request, reply) => {
    const file = portal.assets.get((request.params as { readonly name: string }).name);
    return file ? send(request, reply.header('cache-control', forever), file) : notFound(reply);
  });
  for (const address of ['/docs/*', '/packages/:name', '/llms.txt']) {
    open(address, (request, reply) => {
      const file = portal.files.get(pathOf(request.url));
      return file ? send(request, reply.header('cache-control', 'no-cache'), file) : notFound(reply);
    });
  }
  return (request, reply) => (takesPages(request.headers) ? show(request, reply) : undefined);
}

/** The path of an address without its first slash and its parameters. */
const pathOf = (url: string): string => url.slice(1).split('?', 1)[0] ?? '';

/**
 * The origins that the portal's page may load from and connect to: this hub and the issuer.
 * @param within the sites that may embed the page.
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
 * The explorer's policy. Its editor positions lines with style attributes, so they are allowed. Style elements and
 * scripts, including workers, must come from this hub as everywhere.
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
  const coding = acceptedCoding(request.headers['accept-encoding'], ['br', 'gzip']);
  const encoded = coding && file[coding];
  if (encoded) reply.header('content-encoding', coding);
  return reply
    .header('vary', vary)
    .type(file.type)
    .send(encoded ?? file.plain);
}
