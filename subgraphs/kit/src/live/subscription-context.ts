import type { SubgraphContext } from '../graphql/context.js';

/** The context of a subscription's source; each of its events is answered with a separate context. */
export interface SubscriptionContext extends SubgraphContext {
  /** Aborted when the last listener has left: the source must end then, even while it waits for an event. */
  readonly signal: AbortSignal;
}
