import type { FastifyInstance } from 'fastify';
import type { CallbackDesk } from '../subgraph/callback-desk.js';
import { maxEventBytes } from '../subgraph/subscription-transport.js';

/** Lets subgraphs post the events of their subscriptions, at `/callback` and the subscription's id. */
export function serveCallbacks(http: FastifyInstance, desk: CallbackDesk): void {
  http.post<{ Params: { id: string } }>('/callback/:id', { bodyLimit: maxEventBytes }, (request, reply) =>
    reply.code(desk.receive(request.params.id, request.body)).header('subscription-protocol', 'callback/1.0').send(),
  );
}
