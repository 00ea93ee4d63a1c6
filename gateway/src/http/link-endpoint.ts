import type { Transform } from 'node:stream';
import { maxReleaseBytes, maxSchemaBytes } from '@hub/protocol';
import { addEndpoint, type EndpointPrice, type EndpointServer, namedPlugin } from '@hub/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { openPool } from '../connection/pools.js';
import type { Entry } from '../entry/entry.js';
import type { CallerRequest } from '../request/context.js';
import { HttpError, httpError } from './http-error.js';
import { linkAddress, linkAddresses } from './link-addresses.js';
import { busy, LinkBodies, LinkPlaces } from './link-places.js';
import { bodyOnItsWay, tooLargeBody, tooSlowBody } from './on-its-way.js';
import { whenOver } from './when-over.js';

export interface LinkEndpointOptions {
  readonly entry: Entry;
  /** Address of the movement service. */
  readonly url: string;
  /** Address of the registry; undefined if organisations cannot join here. */
  readonly registryUrl: string | undefined;
}

/** The largest body is a release, which the gateway streams; it holds a message whole. */
const price: EndpointPrice = {
  processorMs: 4,
  bytesIn: maxReleaseBytes,
  bytesHeld: 3 * maxSchemaBytes,
  connections: 1,
};

type LinkEndpoint = { Params: { what: string } };

/** How many messages are forwarded at once, and as many bodies with a ticket. */
const connections = 8;

/** How long movement may take to answer, and the longest pause in its answer, in milliseconds. */
const patienceMs = 60_000;

/** How long the minimum of a body may take to arrive, in milliseconds: see `onItsWay`. */
const stallMs = 5000;

/** The link's addresses, by the service that answers them (docs/link-protocol.md). */
const known = {
  movement: ['exchanges', 'releases', 'sketches'],
  registry: ['joins', 'documents', 'checks', 'statements'],
} as const;

/** The service behind an address. */
interface Passage extends NonNullable<ReturnType<typeof linkAddress>> {
  readonly places: LinkPlaces;
}

/**
 * Forwards organisations' data to movement, and their statements to the registry, at `POST /link/v1/…`: organisations
 * need only this address. They sign their messages, and the services behind verify them. The gateway reads a message
 * whole before the message takes a connection, so that a slow sender delays no other. It streams a large body on
 * separate connections, and movement sees the ticket before the body is read.
 */
export function serveLink(http: EndpointServer, { entry, url, registryUrl }: LinkEndpointOptions): void {
  const open = (to: string) =>
    new LinkPlaces(
      openPool(new URL(to).origin, { connections, headersMs: patienceMs, bodyMs: patienceMs }),
      connections,
    );
  const [messages, withTickets] = [open(url), open(url)];
  const registry = registryUrl === undefined ? undefined : open(registryUrl);
  const passages = new Map<string, Passage>();
  for (const what of [...known.movement, ...(registry ? known.registry : [])]) {
    const address = linkAddress(what);
    const ofMovement = address?.ticket ? withTickets : messages;
    const places = (known.registry as readonly string[]).includes(what) ? registry : ofMovement;
    if (address && places) passages.set(what, { ...address, places });
  }
  const bodies = new LinkBodies();
  void http.register(
    namedPlugin('link', (endpoint: EndpointServer, _options, done) => {
      endpoint.removeAllContentTypeParsers();
      endpoint.addContentTypeParser('*', (_request, _payload, parsed) => {
        parsed(null);
      });
      addEndpoint<LinkEndpoint>(endpoint, {
        ...{ method: 'POST', url: '/link/v1/:what', price },
        config: { describedEach: linkAddresses([...passages.keys()]) },
        handler: (request, reply) => passOn(request, reply, { entry, passages, bodies }),
      });
      endpoint.addHook('onClose', async () => {
        await Promise.all([messages.pool.close(), withTickets.pool.close(), registry?.pool.close()]);
      });
      done();
    }),
  );
}

interface PassingOn {
  readonly entry: Entry;
  readonly passages: ReadonlyMap<string, Passage>;
  readonly bodies: LinkBodies;
}

async function passOn(
  { raw, params: { what }, headers }: FastifyRequest<LinkEndpoint>,
  reply: FastifyReply,
  { entry, passages, bodies }: PassingOn,
): Promise<FastifyReply> {
  const request = entry.beginHttp(raw, price);
  const left = new AbortController();
  whenOver(reply.raw, () => {
    left.abort();
    entry.over(request, { status: reply.raw.statusCode });
  });
  try {
    await entry.admitAddress(request);
    const passage = passages.get(what);
    if (!passage) throw new HttpError(404, 'NOT_FOUND', `Expected one of ${[...passages.keys()].join(', ')}.`);
    const { places, bytes: maxBytes, ticket } = passage;
    if (Number(headers['content-length']) > maxBytes) throw tooLargeBody(maxBytes);
    whenOver(reply.raw, entry.admission.begin(request));
    const stream = bodyOnItsWay(raw, { maxBytes, stallMs });
    const body = ticket ? stream : await whole(stream, request, bodies, reply);
    if (Buffer.isBuffer(body)) await entry.admission.bytes(body.length, request);
    const { authorization, 'content-length': length, 'content-type': type = 'application/json' } = headers;
    whenOver(reply.raw, await places.take(sharerOf(request, ticket ? authorization : undefined), left.signal));
    const answer = await places.pool
      .request({
        ...{ method: 'POST', path: `/link/v1/${what}`, body, signal: left.signal },
        headers: {
          ...{ 'content-type': type, 'x-request-id': request.requestId },
          ...(authorization !== undefined && { authorization }),
          ...(length !== undefined && { 'content-length': length }),
        },
      })
      .catch((error: unknown) => {
        if (error instanceof HttpError) throw error;
        request.log.warn({ err: error }, 'what organisations hand over is not taken');
        throw busy();
      });
    const contentType = answer.headers['content-type'];
    if (contentType !== undefined) void reply.header('content-type', contentType);
    return await reply.code(answer.statusCode).header('cache-control', 'no-store').send(answer.body);
  } catch (error) {
    const { status, code, message, headers: told } = httpError(error, request);
    entry.refused(request, code);
    return reply
      .code(status)
      .headers({ ...told, connection: 'close' })
      .send({ code, message });
  }
}

/** Reads a body whole; the body keeps its place in memory until the answer is sent. */
async function whole(
  stream: Transform,
  { address }: CallerRequest,
  bodies: LinkBodies,
  reply: FastifyReply,
): Promise<Buffer> {
  whenOver(
    reply.raw,
    bodies.take(address, () => stream.destroy(tooSlowBody())),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The caller for the fair share: its address, and with a ticket the organisation that the ticket names. */
function sharerOf({ address }: CallerRequest, ticket: string | undefined): string {
  const [, organisation = ''] = /^Bearer ([a-z\d-]{1,64})\./.exec(ticket ?? '') ?? [];
  return `${address} ${organisation}`;
}
