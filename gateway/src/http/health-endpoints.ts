import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DueEnding } from '@hub/protocol';
import { addEndpoint, type EndpointPrice, type EndpointServer } from '@hub/runtime';
import type { Entry } from '../entry/entry.js';
import type { LeftOut } from '../state/left-out.js';
import { type DescribedEndpoint, plainFault, refusals, tooOften } from './described-endpoint.js';
import { httpError } from './http-error.js';
import { notReadyBody, type UnreadyReason } from '../state/readiness.js';

/** What `/readyz` reports about the gateway. */
export interface ReadyDetails {
  /** Why the gateway is not ready; empty if it is. */
  readonly reasons: () => readonly UnreadyReason[];
  /** What the gateway runs without now. */
  readonly leftOut: () => LeftOut;
  /** Keys, agreements and the like that end soon, or have ended lately. */
  readonly ends: () => readonly DueEnding[];
}

/**
 * Adds `GET /healthz` and `GET /readyz` to a server. Callers are not authenticated, and probes have their own rate
 * limit: a flood of operations from a load balancer's address does not make the gateway look dead.
 */
export function healthEndpoints(server: EndpointServer, entry: Entry, { reasons, leftOut, ends }: ReadyDetails): void {
  addEndpoint(server, {
    ...{ method: 'GET', url: '/healthz', config: { described: alive }, price },
    handler: (request, reply) => answer(request, reply, entry, () => ({ body: { status: 'alive' } })),
  });
  addEndpoint(server, {
    ...{ method: 'GET', url: '/readyz', config: { described: ready }, price },
    handler: (request, reply) =>
      answer(request, reply, entry, () => {
        const why = reasons();
        if (why.length === 0) return { body: { status: 'ready', ...named(leftOut()), ...endingsIn(ends()) } };
        return { status: 503, headers: { 'retry-after': '1' }, body: notReadyBody(why) };
      }),
  });
}

const price: EndpointPrice = { processorMs: 1, bytesIn: 0, bytesHeld: 0, connections: 0 };

const state = (status: string, also: object = {}) => ({
  'application/json': {
    schema: { type: 'object', required: ['status'], properties: { status: { const: status }, ...also } },
  },
});
const endings = { type: 'array', items: { type: 'object', required: ['kind', 'name', 'daysLeft'] } };
const listed = { type: 'array', items: { type: 'object', required: ['code'] } };
const probes = refusals(plainFault, tooOften);

const alive: DescribedEndpoint = {
  summary: 'Whether the gateway runs (đang chạy)',
  tag: 'health',
  answers: { 200: { description: 'It does.', content: state('alive') }, ...probes },
};

const ready: DescribedEndpoint = {
  summary: 'Whether the gateway answers operations (sẵn sàng)',
  tag: 'health',
  answers: {
    200: {
      description: 'It is ready; missing parts are named.',
      content: state('ready', { leftOut: listed, outdated: listed, ends: endings }),
    },
    503: {
      description: 'It is not ready; the reasons are named.',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    ...probes,
  },
};

interface Look {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Answers a probe, unless its address sends too many. */
async function answer(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  entry: Entry,
  look: () => Look,
): Promise<FastifyReply> {
  const request = entry.beginHttp(raw, price);
  try {
    await entry.admitAtOnce(request, () => entry.admission.probe(request));
    const { status = 200, headers = {}, body } = look();
    return await reply.code(status).headers(headers).send(body);
  } catch (error) {
    const { status, code, message, headers } = httpError(error, request);
    entry.refused(request, code);
    return reply.code(status).headers(headers).send({ code, message });
  }
}

/** The lists that are not empty. */
function named({ leftOut, outdated }: LeftOut): Partial<LeftOut> {
  return { ...(leftOut.length > 0 && { leftOut }), ...(outdated.length > 0 && { outdated }) };
}

/** The endings without contacts and owners: everyone may read them. */
function endingsIn(ends: readonly DueEnding[]): object {
  return ends.length === 0 ? {} : { ends: ends.map(({ contact: _contact, owner: _owner, ...one }) => one) };
}
