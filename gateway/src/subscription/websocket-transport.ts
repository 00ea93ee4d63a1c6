import { createClient, type SubscribePayload } from 'graphql-ws';
import { PushedEvents, subscriptionLost } from './pushed-events.js';
import { SubgraphFault } from '../errors/subgraph-fault.js';
import { subgraphSocket } from './subgraph-socket.js';
import type { SubscriptionTransport, TransportOptions } from './subscription-transport.js';

/** The interval between pings, and the time limit of a pong, in milliseconds. */
const pingMs = 15_000;

/**
 * Subscribes by the protocol `graphql-transport-ws`, with one WebSocket for each subscription. So a large event delays
 * no other subscription, and each ends with its own connection.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md
 */
export function webSocketTransport(options: TransportOptions): SubscriptionTransport {
  const { subgraph, timeoutMs, signer } = options;
  const { name } = subgraph;
  const url = subgraph.url.replace(/^http/, 'ws');
  const open = new Set<() => void>();
  return {
    subscribe: (ask) => {
      let accepted = false;
      // The cause of a failed connection; the later close event has only a number.
      let fault: unknown;
      let pongWait: NodeJS.Timeout | undefined;
      const lost = (cause: unknown) =>
        accepted
          ? subscriptionLost(name, cause)
          : new SubgraphFault('SUBGRAPH_UNREACHABLE', `${name} cannot be reached.`, { cause });
      const client = createClient({
        url: async () => {
          if (signer && !signer.isReady) await signer.agree();
          return url;
        },
        webSocketImpl: subgraphSocket(options, ask, (fault) => {
          events.fail(fault);
        }),
        retryAttempts: 0,
        connectionAckWaitTimeout: timeoutMs,
        keepAlive: pingMs,
        on: {
          connected: () => (accepted = true),
          error: (event) => {
            fault ??= (event as { readonly error?: unknown }).error;
          },
          ping: (received) => {
            if (received) return;
            pongWait = setTimeout(() => {
              client.terminate();
            }, pingMs);
          },
          pong: () => {
            clearTimeout(pongWait);
          },
          // After a close that looks normal, the client would subscribe again silently.
          closed: (event) => {
            events.fail(lost(fault ?? closing(event)));
          },
        },
      });
      const leave = () => {
        clearTimeout(pongWait);
        open.delete(leave);
        unsubscribe();
      };
      let unsubscribe = () => {};
      const events = new PushedEvents(name, ask.signal, leave);
      open.add(leave);
      unsubscribe = client.subscribe(JSON.parse(ask.body) as SubscribePayload, {
        next: (event) => {
          events.next(event);
        },
        error: (error) => {
          if (Array.isArray(error)) {
            events.next({ data: null, errors: error as unknown[] });
            events.complete();
          } else events.fail(lost(error));
        },
        complete: () => {
          events.complete();
        },
      });
      return events;
    },
    close: () => {
      for (const leave of [...open]) leave();
      return Promise.resolve();
    },
  };
}

function closing(event: unknown): Error {
  const { code, reason } = event as { readonly code?: number; readonly reason?: string };
  return new Error(`the WebSocket was closed with ${code} ${reason}`);
}
