import { namedPlugin } from '@hub/schema';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'undici';
import { openPool } from '../connection/pools.js';
import type { Entry } from '../entry/entry.js';
import { HttpError, httpError } from './http-error.js';

export interface LinkDoorOptions {
  readonly entry: Entry;
  /** Where movement answers. */
  readonly url: string;
}

type LinkRoute = { Params: { what: string } };

/** How many messages are passed on at once: whoever comes later waits. */
const connections = 8;

/** How long movement may take to answer, and a pause in either body, in milliseconds. */
const patienceMs = 60_000;

/** What organisations hand over (docs/link-protocol.md). */
const known = new Set(['exchanges', 'releases', 'sketches']);

/**
 * Passes on to movement what organisations hand over, at `POST /link/v1/…`: this is the one address that they need. What
 * they say is signed by them, and judged by movement; a large body is not read before movement has seen its ticket.
 */
export function serveLink(http: FastifyInstance, { entry, url }: LinkDoorOptions): void {
  const pool = openPool(new URL(url).origin, { connections, headersMs: patienceMs, bodyMs: patienceMs });
  void http.register(
    namedPlugin('link', (door, _options, done) => {
      door.removeAllContentTypeParsers();
      door.addContentTypeParser('*', (_request, _payload, parsed) => {
        parsed(null);
      });
      door.post<LinkRoute>('/link/v1/:what', (request, reply) => passOn(request, reply, entry, pool));
      door.addHook('onClose', () => pool.close());
      done();
    }),
  );
}

async function passOn(
  { raw, params: { what }, headers }: FastifyRequest<LinkRoute>,
  reply: FastifyReply,
  entry: Entry,
  pool: Pool,
): Promise<FastifyReply> {
  const request = entry.beginHttp(raw);
  reply.raw.once('close', () => {
    entry.over(request, { status: reply.raw.statusCode });
  });
  try {
    await entry.admission.fromAddress(request);
    if (!known.has(what)) throw new HttpError(404, 'NOT_FOUND', `Expected one of ${[...known].join(', ')}.`);
    const end = entry.admission.begin(request);
    reply.raw.once('close', end);
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
        request.log.warn({ err: error }, 'movement does not take what organisations hand over');
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
