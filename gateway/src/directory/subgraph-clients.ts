import type { CountingSubgraphClient } from '../subgraph/subgraph-client.js';
import type { Subgraph } from '../connection/subgraph.js';

/** A client in use. */
export interface ClientLease {
  readonly client: CountingSubgraphClient;
  /** Ends the use of the client; call it once. */
  release(): Promise<void>;
}

interface Shared {
  readonly client: CountingSubgraphClient;
  users: number;
}

/**
 * The clients of subgraphs, one for each name and URL. The next user of the same subgraph takes over its open
 * connections and its state. A client closes when its last user releases it.
 */
export class SubgraphClients {
  readonly #shared = new Map<string, Shared>();

  /** @param open makes a client for a subgraph. */
  constructor(private readonly open: (subgraph: Subgraph) => CountingSubgraphClient) {}

  lease(subgraph: Subgraph): ClientLease {
    const key = `${subgraph.name}\n${subgraph.url}`;
    const shared = this.#shared.get(key) ?? { client: this.open(subgraph), users: 0 };
    this.#shared.set(key, shared);
    shared.users += 1;
    return {
      client: shared.client,
      release: async () => {
        shared.users -= 1;
        if (shared.users > 0) return;
        if (this.#shared.get(key) === shared) this.#shared.delete(key);
        await shared.client.close();
      },
    };
  }

  /** Makes the next lease of a subgraph open a new client, because its settings have changed. */
  renew(name: string): void {
    for (const [key, { client }] of this.#shared) if (client.subgraph.name === name) this.#shared.delete(key);
  }

  /** The clients that the next leases may use. */
  all(): CountingSubgraphClient[] {
    return [...this.#shared.values()].map(({ client }) => client);
  }
}
