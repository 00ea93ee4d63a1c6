import { callbackTransport } from './callback-transport.js';
import type { CallbackDesk } from './callback-desk.js';
import { sseTransport } from './sse-transport.js';
import type { SubscriptionTransport, TransportOptions } from './subscription-transport.js';
import { webSocketTransport } from './websocket-transport.js';

/** How a subgraph may be subscribed to: server-sent events, `graphql-transport-ws`, or Apollo's HTTP callbacks. */
export const subscriptionProtocols = ['sse', 'ws', 'callback'] as const;

export type SubscriptionProtocol = (typeof subscriptionProtocols)[number];

export function isSubscriptionProtocol(text: string): text is SubscriptionProtocol {
  return (subscriptionProtocols as readonly string[]).includes(text);
}

/** How one subgraph is subscribed to. */
export interface SubscriptionRoute {
  readonly protocol: SubscriptionProtocol;
  /** Where it takes subscriptions; undefined where it takes all else. */
  readonly url: string | undefined;
}

export const defaultRoute: SubscriptionRoute = { protocol: 'sse', url: undefined };

/** Opens what a subgraph is subscribed to by; nothing is sent yet. */
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
