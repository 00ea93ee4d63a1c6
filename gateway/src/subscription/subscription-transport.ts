import type { Tls } from '../connection/pools.js';
import type { Signer } from '../trust/signer.js';
import type { Subgraph } from '../connection/subgraph.js';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';

/** The maximum size of one event, in bytes. */
export const maxEventBytes = 4 * 1024 * 1024;

/** The maximum size of one posted event, in bytes. It is lower because the endpoint accepts posts from any sender. */
export const maxPostedBytes = 1024 * 1024;

/** A subscription request to a subgraph: the JSON text and the caller. */
export interface SubscriptionAsk {
  readonly body: string;
  readonly requestId: string;
  /** The caller and its purpose, as in `SubgraphAsk`. */
  readonly caller?: string | undefined;
  readonly purpose?: string | undefined;
  /** Aborted when no listener is left: the gateway tells the subgraph, and the events end soon. */
  readonly signal: AbortSignal;
}

/** Subscribes at one subgraph. */
export interface SubscriptionTransport {
  /**
   * Opens the events, each a new response object, until the subgraph completes or the signal is aborted. A refusal by
   * the subgraph is the only event.
   * @throws SubgraphFault if the events end in another way.
   */
  subscribe(ask: SubscriptionAsk): AsyncIterable<SubgraphResponse>;
  close(): Promise<void>;
}

export interface TransportOptions {
  /** The subgraph, with its URL for subscriptions. */
  readonly subgraph: Subgraph;
  /** The time limit to accept a subscription, in milliseconds. */
  readonly timeoutMs: number;
  /** The maximum size of one event, in bytes. */
  readonly maxEventBytes: number;
  readonly tls?: Tls | undefined;
  /** Signs requests to the subgraph; undefined if they are not signed. */
  readonly signer?: Signer | undefined;
}
