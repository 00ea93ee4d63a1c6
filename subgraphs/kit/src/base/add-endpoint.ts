import { type EndpointPrice, gatherPrice, type PlacedPrice } from '@hub/runtime';
import type {
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
  RouteGenericInterface,
  RouteOptions,
} from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The endpoint's price: see `addEndpoint`. */
    price?: EndpointPrice;
  }
}

/** A server to which endpoints are added by `addEndpoint` alone: with Fastify's own methods, a price could be left out. */
export type EndpointServer = Omit<
  FastifyInstance,
  'get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options' | 'all' | 'route'
>;

/** An endpoint with its price. */
export type PricedEndpoint<Generic extends RouteGenericInterface = RouteGenericInterface> = RouteOptions<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  Generic
> & { readonly price: EndpointPrice };

/** Adds an endpoint to a server, with its price; the server reads no larger body than the price says. */
export function addEndpoint<Generic extends RouteGenericInterface = RouteGenericInterface>(
  server: EndpointServer,
  { price, ...endpoint }: PricedEndpoint<Generic>,
): void {
  (server as FastifyInstance).route<Generic>({
    ...{ bodyLimit: Math.min(Math.max(price.bytesIn, 1), Number.MAX_SAFE_INTEGER) },
    ...endpoint,
    config: { ...endpoint.config, price },
  });
}

/** Gathers the prices of endpoints that are added to a server from now on, and refuses an endpoint without one. */
export function pricesOf(server: EndpointServer): readonly PlacedPrice[] {
  const found: PlacedPrice[] = [];
  server.addHook('onRoute', gatherPrice(found));
  return found;
}

/** The price of an answer from memory or from one query. */
export const lookPrice: EndpointPrice = { processorMs: 5, bytesIn: 0, bytesHeld: 4 * 1024 * 1024, connections: 1 };

/** The most that a server holds of a body, in bytes: a larger body is a stream. */
const mostHeld = 128 * 1024 * 1024;

/**
 * The price of a message with a body; longer work is done in turns, in a thread, or row by row.
 * @param bytesIn the most that it may measure, in bytes.
 */
export function messagePrice(bytesIn = 1024 * 1024): EndpointPrice {
  return { processorMs: 10, bytesIn, bytesHeld: Math.min(2 * bytesIn, mostHeld), connections: 1 };
}
