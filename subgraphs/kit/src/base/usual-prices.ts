import type { EndpointPrice } from '@hub/runtime';

/** The price of an answer from memory or from one query. */
export const lookPrice: EndpointPrice = { processorMs: 5, bytesIn: 0, bytesHeld: 4 * 1024 * 1024, connections: 1 };

/** The most that a server holds of a body, in bytes: a larger body is a stream. */
const mostHeld = 128 * 1024 * 1024;

/**
 * The price of a message with a body; longer work is done in turns, in a cage, or row by row.
 * @param bytesIn the largest size of the body, in bytes.
 */
export function messagePrice(bytesIn = 1024 * 1024): EndpointPrice {
  return { processorMs: 10, bytesIn, bytesHeld: Math.min(2 * bytesIn, mostHeld), connections: 1 };
}
