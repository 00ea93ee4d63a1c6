import { callbackTransport } from './callback-transport.js';
import type { CallbackDesk } from './callback-desk.js';
import { sseTransport } from './sse-transport.js';
import type { SubscriptionTransport, TransportOptions } from './subscription-transport.js';
import { webSocketTransport } from './websocket-transport.js';

/** The subscription protocols of subgraphs: server-sent events, `graphql-transport-ws`, or Apollo's HTTP callbacks. */
export const subscriptionProtocols = ['sse', 'ws', 'callback'] as const;

export type SubscriptionProtocol = (typeof subscriptionProtocols)[number];

export function isSubscriptionProtocol(text: string): text is SubscriptionProtocol {
  return (subscriptionProtocols as readonly string[]).includes(text);
}

/** The protocol and URL of one subgraph's subscriptions. */
export interface SubscriptionRoute {
  readonly protocol: SubscriptionProtocol;
  /** The URL for subscriptions; undefined if it is the subgraph's normal URL. */
  readonly url: string | undefined;
}

export const defaultRoute: SubscriptionRoute = { protocol: 'sse', url: undefined };

/** Opens the transport of a subgraph's subscriptions, without sending anything. */
export function openTransport(
  protocol: SubscriptionProtocol,
  options: TransportOptions,
  desk: CallbackDesk,
): SubscriptionTransport {
  switch (protocol) {
    case 'sse':
      return sseTransport(options);
    case 'ws':
      return webSocketTransport(options);
    case 'callback':
      return callbackTransport(options, desk);
  }
}
