import type { EventSeals } from '@hub/protocol';
import { openPool, readAtMost } from '../connection/pools.js';
import { PushedEvents } from './pushed-events.js';
import type { CallbackDesk } from './callback-desk.js';
import { notGraphQL, SubgraphFault, untrusted } from '../errors/subgraph-fault.js';
import { readSubgraphResponse } from '../subgraph/subgraph-response.js';
import type { SubscriptionAsk, SubscriptionTransport, TransportOptions } from './subscription-transport.js';

/**
 * Subscribes by Apollo's HTTP callback protocol: the subgraph responds at once, then posts the events to the gateway
 * one after the other. If the request is signed, each event has a seal in a header.
 * @param desk receives the posts.
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/callback-protocol
 */
export function callbackTransport(
  { subgraph, timeoutMs, maxEventBytes, tls, signer }: TransportOptions,
  desk: CallbackDesk,
): SubscriptionTransport {
  const { name } = subgraph;
  const { origin, pathname, search } = new URL(subgraph.url);
  const pool = openPool(origin, { connections: null, headersMs: timeoutMs, bodyMs: timeoutMs, tls });

  const ask = async (
    asked: SubscriptionAsk,
    extensions: unknown,
    events: PushedEvents,
    willBeSealed: (seals: EventSeals) => void,
  ) => {
    const { requestId, caller, purpose, signal } = asked;
    const target = pathname + search;
    const body = JSON.stringify({ ...(JSON.parse(asked.body) as object), extensions });
    const headers = {
      accept: 'application/json;callbackSpec=1.0, application/json',
      'content-type': 'application/json',
      'x-request-id': requestId,
    };
    try {
      const signed = await signer?.signWhenReady({ method: 'POST', target, headers, body, caller, purpose });
      if (signed) willBeSealed(signed.openSeals());
      const response = await pool.request({
        path: target,
        method: 'POST',
        headers: { ...headers, ...signed?.headers },
        body,
        signal,
      });
      const answer = await readAtMost(response.body, maxEventBytes);
      const verdict = signed?.check({ status: response.statusCode, headers: response.headers, body: answer });
      if (verdict !== undefined && verdict !== 'genuine') throw untrusted(name, new Error(`its answer is ${verdict}`));
      const text = answer.toString();
      const refusal = readSubgraphResponse(text);
      if (refusal && refusal.errors.length > 0) {
        events.next(refusal);
        events.complete();
      } else if (response.statusCode < 200 || response.statusCode > 299) {
        events.fail(notGraphQL(name, `HTTP status ${response.statusCode}`));
      }
    } catch (cause) {
      if (cause instanceof SubgraphFault) events.fail(cause);
      else events.fail(new SubgraphFault('SUBGRAPH_UNREACHABLE', `${name} cannot be reached.`, { cause }));
    }
  };

  return {
    subscribe: (asked) => {
      let leave = () => {};
      const events = new PushedEvents(name, asked.signal, () => {
        leave();
      });
      let seals: EventSeals | undefined;
      const { extension, close } = desk.open(name, events, (body, seal) =>
        signer ? (seals?.isNext('posted', body, seal) ?? false) : true,
      );
      leave = close;
      void ask(asked, { subscription: extension }, events, (agreed) => {
        seals = agreed;
      });
      return events;
    },
    close: () => pool.destroy(),
  };
}
