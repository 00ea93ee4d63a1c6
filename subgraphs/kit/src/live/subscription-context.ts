import type { SubgraphContext } from '../graphql/context.js';

/** What the source of a subscription is given; each of its events is answered with a context of its own. */
export interface SubscriptionContext extends SubgraphContext {
  /** Aborted when nobody listens any more: the source must end then, also while it waits for something to happen. */
  readonly signal: AbortSignal;
}
