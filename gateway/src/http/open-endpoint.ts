import { addEndpoint, type EndpointPrice, type EndpointServer } from '@hub/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Entry } from '../entry/entry.js';
import { httpError } from './http-error.js';

/** A page, or a file of it, that is the same for every caller. */
export interface OpenEndpoint {
  readonly url: string;
  readonly price: EndpointPrice;
  readonly show: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>;
}

/** Adds a page or a file to a server; requests count against the rate limit of their address. */
export function addOpenEndpoint(server: EndpointServer, entry: Entry, { url, price, show }: OpenEndpoint): void {
  addEndpoint(server, {
    ...{ method: 'GET', url, price },
    handler: (request, reply) => shownTo(request, reply, { entry, price }, () => show(request, reply)),
  });
}

/** Shows a page or a file, unless the address sends too many requests. */
export async function shownTo(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  { entry, price }: { readonly entry: Entry; readonly price: EndpointPrice },
  show: () => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  const context = entry.beginHttp(raw, price);
  try {
    await entry.admitAddress(context);
    return await show();
  } catch (error) {
    const { status, code, message, headers } = httpError(error, context);
    entry.refused(context, code);
    return await reply.code(status).headers(headers).send({ code, message });
  } finally {
    context.settle?.();
  }
}
