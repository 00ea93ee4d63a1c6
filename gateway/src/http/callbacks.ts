import { sealHeader } from '@hub/protocol';
import { addEndpoint, type EndpointPrice, type EndpointServer, namedPlugin } from '@hub/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Entry } from '../entry/entry.js';
import type { BodyLimits } from '../limits/limits.js';
import type { CallbackDesk } from '../subscription/callback-desk.js';
import { maxPostedBytes } from '../subscription/subscription-transport.js';
import { httpError } from './http-error.js';
import { checkJsonSize } from './json-size.js';
import { readBody } from './read-body.js';

/** Limits of an event's JSON, checked before it is parsed. */
const eventLimits = { jsonDepth: 64, jsonValues: 100_000 };

/** Limits of one message. */
const bodyLimits = { ...eventLimits, bodyBytes: maxPostedBytes };

const price: EndpointPrice = { processorMs: 1, bytesIn: maxPostedBytes, bytesHeld: 2 * maxPostedBytes, connections: 0 };

export interface CallbackEndpointOptions {
  readonly desk: CallbackDesk;
  readonly entry: Entry;
  readonly limits: Pick<BodyLimits, 'bodyMs' | 'compressionRatio'>;
}

type CallbackEndpoint = { Params: { id: string } };

/**
 * Lets subgraphs post the events of their subscriptions, at `/callback` and the subscription's id. A message for an
 * unknown subscription is not read, and a message without the subscription's secret is not parsed.
 */
export function serveCallbacks(http: EndpointServer, options: CallbackEndpointOptions): void {
  void http.register(
    namedPlugin('callbacks', (endpoint: EndpointServer, _options, done) => {
      // The endpoint reads the body itself: the seal covers the bytes that were sent.
      endpoint.removeAllContentTypeParsers();
      endpoint.addContentTypeParser('*', (_request, _payload, parsed) => {
        parsed(null);
      });
      addEndpoint<CallbackEndpoint>(endpoint, {
        ...{ method: 'POST', url: '/callback/:id', price },
        handler: (request, reply) => receive(request, reply, options),
      });
      done();
    }),
  );
}

async function receive(
  { raw, params: { id }, headers }: FastifyRequest<CallbackEndpoint>,
  reply: FastifyReply,
  { desk, entry, limits }: CallbackEndpointOptions,
): Promise<FastifyReply> {
  void reply.header('subscription-protocol', 'callback/1.0');
  const request = entry.beginHttp(raw, price);
  reply.raw.once('close', () => {
    entry.over(request, { status: reply.raw.statusCode });
  });
  try {
    if (!desk.awaits(id)) {
      await entry.admitAddress(request);
      return await reply.code(404).header('connection', 'close').send();
    }
    await entry.admitAtOnce(request, () => entry.admission.posted(id, request));
    const posted = await readBody(raw, { ...limits, ...bodyLimits });
    if (!desk.isFor(id, posted)) return await reply.code(404).send();
    checkJsonSize(posted, eventLimits);
    return await reply.code(desk.receive(id, posted.toString(), headers[sealHeader] as string | undefined)).send();
  } catch (error) {
    const { status, code, message, headers: told } = httpError(error, request);
    entry.refused(request, code);
    return reply.code(status).headers(told).send({ code, message });
  }
}
