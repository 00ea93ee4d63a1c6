import { namedPlugin } from '@hub/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'undici';
import { openPool } from '../connection/pools.js';
import type { Entry } from '../entry/entry.js';
import { HttpError, httpError } from './http-error.js';
import { linkAddresses } from './link-addresses.js';
import { whenOver } from './when-over.js';

export interface LinkEndpointOptions {
  readonly entry: Entry;
  /** Where movement answers. */
  readonly url: string;
  /** Where the registry answers; undefined where nobody joins here. */
  readonly registryUrl: string | undefined;
}

type LinkEndpoint = { Params: { what: string } };

/** How many messages are passed on at once: whoever comes later waits. */
const connections = 8;

/** How long movement may take to answer, and a pause in either body, in milliseconds. */
const patienceMs = 60_000;

/** What organisations hand over, and what they say of themselves (docs/link-protocol.md). */
const known = {
  movement: ['exchanges', 'releases', 'sketches'],
  registry: ['joins', 'documents', 'checks', 'statements'],
} as const;

/**
 * Passes on to movement what organisations hand over, and to the registry what they say of themselves, at `POST
 * /link/v1/…`: this is the one address that they need. What they say is signed by them, and judged there; a large body is
 * not read before movement has seen its ticket.
 */
export function serveLink(http: FastifyInstance, { entry, url, registryUrl }: LinkEndpointOptions): void {
  const open = (to: string) => openPool(new URL(to).origin, { connections, headersMs: patienceMs, bodyMs: patienceMs });
  const movement = open(url);
  const registry = registryUrl === undefined ? undefined : open(registryUrl);
  const pools = new Map<string, Pool>([
    ...known.movement.map((what): [string, Pool] => [what, movement]),
    ...(registry ? known.registry.map((what): [string, Pool] => [what, registry]) : []),
  ]);
  void http.register(
    namedPlugin('link', (endpoint, _options, done) => {
      endpoint.removeAllContentTypeParsers();
      endpoint.addContentTypeParser('*', (_request, _payload, parsed) => {
        parsed(null);
      });
      endpoint.post<LinkEndpoint>(
        '/link/v1/:what',
        { config: { describedEach: linkAddresses([...pools.keys()]) } },
        (request, reply) => passOn(request, reply, entry, pools),
      );
      endpoint.addHook('onClose', async () => {
        await Promise.all([movement.close(), registry?.close()]);
      });
      done();
    }),
  );
}

async function passOn(
  { raw, params: { what }, headers }: FastifyRequest<LinkEndpoint>,
  reply: FastifyReply,
  entry: Entry,
  pools: ReadonlyMap<string, Pool>,
): Promise<FastifyReply> {
  const request = entry.beginHttp(raw);
  reply.raw.once('close', () => {
    entry.over(request, { status: reply.raw.statusCode });
  });
  try {
    await entry.admission.fromAddress(request);
    const pool = pools.get(what);
    if (!pool) throw new HttpError(404, 'NOT_FOUND', `Expected one of ${[...pools.keys()].join(', ')}.`);
    whenOver(reply.raw, entry.admission.begin(request));
    const { authorization, 'content-length': length, 'content-type': type = 'application/json' } = headers;
    const answer = await pool
      .request({
        ...{ method: 'POST', path: `/link/v1/${what}`, body: raw },
        headers: {
          ...{ 'content-type': type, 'x-request-id': request.requestId },
          ...(authorization !== undefined && { authorization }),
          ...(length !== undefined && { 'content-length': length }),
        },
      })
      .catch((error: unknown) => {
        request.log.warn({ err: error }, 'what organisations hand over is not taken');
        throw new HttpError(503, 'HUB_UNREACHABLE', 'The hub cannot take that now; hand it over later.');
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
