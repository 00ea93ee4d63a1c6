import type { Tls } from '../connection/pools.js';
import type { Signer } from '../trust/signer.js';
import type { Subgraph } from '../connection/subgraph.js';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';

/** The most that one event of a subscription may measure, in bytes. */
export const maxEventBytes = 4 * 1024 * 1024;

/** The most that one may measure that is posted to the gateway, in bytes: whoever posts comes by an open endpoint. */
export const maxPostedBytes = 1024 * 1024;

/** A subscription that a subgraph is asked for: its request as JSON text, and whom it is for. */
export interface SubscriptionAsk {
  readonly body: string;
  readonly requestId: string;
  /** Who it is for and what for, as `SubgraphAsk` has it. */
  readonly caller?: string | undefined;
  readonly purpose?: string | undefined;
  /** Aborted when nobody listens any more: the subgraph is told, and the events end soon. */
  readonly signal: AbortSignal;
}

/** Has one subgraph tell of events. */
export interface SubscriptionTransport {
  /**
   * The events, each a GraphQL response and the caller's own, until the subgraph says that they are complete or the
   * signal is aborted. A subgraph that refuses the subscription says so in its only event.
   * @throws SubgraphFault when they end in another way.
   */
  subscribe(ask: SubscriptionAsk): AsyncIterable<SubgraphResponse>;
  close(): Promise<void>;
}

export interface TransportOptions {
  /** The subgraph, with the URL at which it takes subscriptions. */
  readonly subgraph: Subgraph;
  /** How long the subgraph may take to accept a subscription, in milliseconds. */
  readonly timeoutMs: number;
  /** The most that one event may measure, in bytes. */
  readonly maxEventBytes: number;
  readonly tls?: Tls | undefined;
  /** Signs what the subgraph is sent; none where that is nothing. */
  readonly signer?: Signer | undefined;
}
