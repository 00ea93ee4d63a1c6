import type {
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
  RouteGenericInterface,
  RouteOptions,
} from 'fastify';
import type { EndpointPrice, PlacedPrice } from './endpoint-price.js';

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
  server.addHook('onRoute', ({ method, url, config }) => {
    const price = config?.price;
    if (!price) throw new Error(`Expected a price of the endpoint ${String(method)} ${url}: see addEndpoint.`);
    for (const one of typeof method === 'string' ? [method] : method) found.push({ method: one, path: url, price });
  });
  return found;
}
