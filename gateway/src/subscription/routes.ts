import { isInwardUrl } from '@hub/runtime';
import { StartError } from '../errors/start-error.js';
import { isSubscriptionProtocol, type SubscriptionRoute, subscriptionProtocols } from './transports.js';

const prefix = 'SUBGRAPH_SUBSCRIPTIONS_';

/**
 * Reads the subscription routes from the environment: `SUBGRAPH_SUBSCRIPTIONS_WOMENS_UNION=ws`, or with a URL for
 * subscriptions, `ws:ws://women.example/graphql`.
 * @returns routes by the subgraph's name in upper case, with `_` for all characters but letters and digits.
 * @throws StartError
 */
export function readSubscriptionRoutes(variables: NodeJS.ProcessEnv): Map<string, SubscriptionRoute> {
  const routes = new Map<string, SubscriptionRoute>();
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith(prefix) && value) routes.set(name.slice(prefix.length), readRoute(name, value));
  }
  return routes;
}

/**
 * Reads a subscription route: `ws`, or `ws:ws://women.example/graphql`.
 * @param name the setting's name, for errors.
 * @throws StartError
 */
export function readRoute(name: string, value: string): SubscriptionRoute {
  const [protocol = '', ...rest] = value.split(':');
  const url = rest.length > 0 ? rest.join(':') : undefined;
  const schemes = protocol === 'ws' ? /^(?:wss?|https?):$/ : /^https?:$/;
  if (isSubscriptionProtocol(protocol) && (url === undefined || schemes.test(URL.parse(url)?.protocol ?? ''))) {
    if (url === undefined || !isInwardUrl(url)) return { protocol, url };
    throw new StartError(`${name}: expected no address that points inward, got ${JSON.stringify(value)}`);
  }
  const expected = subscriptionProtocols.join(', ');
  throw new StartError(`${name}: expected one of ${expected}, or one with ":" and a URL, got ${JSON.stringify(value)}`);
}
