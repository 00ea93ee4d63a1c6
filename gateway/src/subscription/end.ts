import { clientError } from '@hub/protocol';
import type { ExecutionResult } from 'graphql';

/** The last event of a caller that reads more slowly than events arrive. */
export function subscriptionTooSlow(): ExecutionResult {
  return last('SUBSCRIPTION_TOO_SLOW', 'Events came faster than they were taken, and were lost; subscribe again.');
}

/** The last event of a caller whose right to the subscription has expired. */
export function subscriptionExpired(): ExecutionResult {
  return last(
    'SUBSCRIPTION_EXPIRED',
    'The token, key or agreement that the subscription was made under has ended; subscribe again.',
  );
}

/** The last event when the graph changes: the operation may be invalid or forbidden now. */
export function subscriptionOutdated(): ExecutionResult {
  return last('SUBSCRIPTION_OUTDATED', 'The graph has changed; subscribe again.');
}

/**
 * The last event when the gateway stops. The caller can subscribe at another gateway, or at this one after the restart.
 */
export function gatewayStops(): ExecutionResult {
  return last('SUBSCRIPTION_LOST', 'The gateway stops or starts anew; subscribe again.');
}

function last(code: string, message: string): ExecutionResult {
  return { errors: [clientError(code, message)] };
}
