import { type EventSeals, sealLength } from '@hub/schema';
import { createClient, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';
import { lookupElsewhere } from '../base/link-local.js';
import { PushedEvents, subscriptionLost } from './pushed-events.js';
import { SubgraphFault, untrusted } from '../errors/subgraph-fault.js';
import type { SubscriptionTransport, TransportOptions } from './subscription-transport.js';

/** How often a connection is asked whether it is still there, and how long it may take to say so, in milliseconds. */
const pingMs = 15_000;

/**
 * Subscribes by the protocol `graphql-transport-ws`, a WebSocket for each subscription: so none waits for another's
 * large event, and each ends with its own connection. Where the handshake is signed, each message in both directions
 * begins with its seal.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md
 */
export function webSocketTransport({
  subgraph,
  timeoutMs,
  maxEventBytes,
  tls,
  signer,
}: TransportOptions): SubscriptionTransport {
  const { name } = subgraph;
  const url = subgraph.url.replace(/^http/, 'ws');
  const open = new Set<() => void>();
  return {
    subscribe: ({ body, requestId, caller, purpose, signal }) => {
      let seals: Record<'asked' | 'told', EventSeals> | undefined;
      class SubgraphSocket extends WebSocket {
        constructor(address: string, protocol: string) {
          const headers = { 'x-request-id': requestId };
          const { pathname, search } = new URL(address);
          const request = { method: 'GET', target: pathname + search, headers, body: undefined, caller, purpose };
          const signed = signer?.sign(request);
          super(address, protocol, {
            ...{ maxPayload: maxEventBytes, handshakeTimeout: timeoutMs, lookup: lookupElsewhere, ...tls },
            headers: { ...headers, ...signed?.headers },
          });
          if (!signed) return;
          seals = { asked: signed.openSeals(), told: signed.openSeals() };
          this.on('unexpected-response', (handshake, { statusCode: status = 0, headers: given }) => {
            // After a refusal the next subscription agrees on a session anew.
            signed.check({ status, headers: given, body: undefined });
            handshake.destroy(new Error(`the handshake was answered with HTTP status ${status}`));
          });
        }

        override send(message: unknown): void {
          const text = message as string;
          super.send(seals ? seals.asked.next('asked', text) + text : text);
        }

        override emit(name: string | symbol, ...told: unknown[]): boolean {
          if (name !== 'message' || !seals) return super.emit(name, ...told);
          const frame = (told[0] as Buffer).toString();
          const text = frame.slice(sealLength);
          if (seals.told.isNext('told', text, frame.slice(0, sealLength))) {
            return super.emit(name, Buffer.from(text), false);
          }
          events.fail(untrusted(subgraph.name, new Error('a message is not sealed as agreed')));
          this.terminate();
          return true;
        }
      }
      let accepted = false;
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
        webSocketImpl: SubgraphSocket,
        retryAttempts: 0,
        connectionAckWaitTimeout: timeoutMs,
        keepAlive: pingMs,
        on: {
          connected: () => (accepted = true),
          ping: (received) => {
            if (received) return;
            pongWait = setTimeout(() => {
              client.terminate();
            }, pingMs);
          },
          pong: () => {
            clearTimeout(pongWait);
          },
          // The client would subscribe again, in silence, after a close that it takes for a normal one.
          closed: (event) => {
            events.fail(lost(closing(event)));
          },
        },
      });
      const leave = () => {
        clearTimeout(pongWait);
        open.delete(leave);
        unsubscribe();
      };
      let unsubscribe = () => {};
      const events = new PushedEvents(name, signal, leave);
      open.add(leave);
      unsubscribe = client.subscribe(JSON.parse(body) as SubscribePayload, {
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
