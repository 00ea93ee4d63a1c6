import type { PlacedPrice, EndpointPrice } from '@hub/runtime';

/** The price of opening a WebSocket; its operations are charged separately. */
export const webSocketPrice: EndpointPrice = { processorMs: 2, bytesIn: 0, bytesHeld: 64 * 1024, connections: 0 };

/**
 * The price of a known operation. Planning a new one, and its answer, are charged separately
 * (docs/decisions/planner.md, limits.md).
 */
const operation: EndpointPrice = { processorMs: 4, bytesIn: 1024 * 1024, bytesHeld: 16 * 1024 * 1024, connections: 8 };

/** The endpoints of operations, which Node's server answers itself. */
export const operationPrices: readonly PlacedPrice[] = [
  { method: 'POST', path: '/graphql', price: operation },
  { method: 'GET', path: '/graphql', price: { ...operation, bytesIn: 0 } },
  { method: 'UPGRADE', path: '/graphql', price: webSocketPrice },
];
