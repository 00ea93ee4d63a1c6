import type { IncomingMessage } from 'node:http';
import { addEndpoint, type EndpointServer } from '@hub/runtime';
import type { Metrics } from './metrics.js';

/** Adds `GET /metrics` to a server. @param mayRead the requests to answer; others get status 404. */
export function metricsEndpoint(
  server: EndpointServer,
  metrics: Metrics,
  mayRead: (request: IncomingMessage) => boolean,
): void {
  addEndpoint(server, {
    ...{ method: 'GET', url: '/metrics' },
    price: { processorMs: 5, bytesIn: 0, bytesHeld: 1_000_000, connections: 0 },
    handler: async (request, reply) => {
      if (!mayRead(request.raw)) {
        reply.callNotFound();
        return reply;
      }
      return reply.type(metrics.contentType).send(await metrics.text());
    },
  });
}

/** Headers of proxies. */
const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

const loopbackAddress = /^(?:::ffff:)?127\.|^::1$/;
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Whether a program on this machine sends the request itself: not through a proxy, and not by a page of another site
 * whose host name points to this machine.
 */
export function isLocal({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  return (
    loopbackAddress.test(socket.remoteAddress ?? '') &&
    loopbackHost.test(headers.host ?? '') &&
    forwarding.every((name) => headers[name] === undefined)
  );
}
