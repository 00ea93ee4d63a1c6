import { notAsked } from '../subgraph/refused-client.js';
import type { SubscriptionTransport } from './subscription-transport.js';

/** The transport to an untrusted subgraph: every subscription is refused. */
export function refusedTransport(name: string): SubscriptionTransport {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- there are no events
    async *subscribe() {
      throw notAsked(name);
    },
    close: () => Promise.resolve(),
  };
}
