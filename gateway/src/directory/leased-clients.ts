import type { CountingSubgraphClient, FetchLimits, SubgraphAnswer, SubgraphAsk } from '../subgraph/subgraph-client.js';
import type { Subgraph } from '../connection/subgraph.js';
import type { ClientLease, SubgraphClients } from './subgraph-clients.js';
import type { SubgraphStats } from '../connection/subgraph-stats.js';
import type { Signer } from '../trust/signer.js';

/** A stable client whose lease can be replaced. */
class LeasedClient implements CountingSubgraphClient {
  readonly subgraph: Subgraph;

  constructor(
    name: string,
    public lease: ClientLease,
  ) {
    const url = () => this.lease.client.subgraph.url;
    // Compiled operations keep this object, so its URL must follow the lease.
    this.subgraph = {
      name,
      get url() {
        return url();
      },
    };
  }

  get stats(): SubgraphStats {
    return this.lease.client.stats;
  }

  get limits(): FetchLimits {
    return this.lease.client.limits;
  }

  get signer(): Signer | undefined {
    return this.lease.client.signer;
  }

  ask(request: SubgraphAsk): Promise<SubgraphAnswer> {
    return this.lease.client.ask(request);
  }

  close(): Promise<void> {
    return this.lease.release();
  }
}

/** The clients of one engine's subgraphs. Each can be replaced while operations hold it. */
export class LeasedClients {
  readonly #clients = new Map<string, LeasedClient>();
  readonly #leaving = new Set<Promise<void>>();

  /**
   * @param reached returns a subgraph with its present address.
   * @param clients lends the clients.
   */
  constructor(
    names: readonly string[],
    private readonly reached: (name: string) => Subgraph,
    private readonly clients: SubgraphClients,
  ) {
    for (const name of names) this.#clients.set(name, new LeasedClient(name, clients.lease(reached(name))));
  }

  get(name: string): CountingSubgraphClient {
    const client = this.#clients.get(name);
    if (!client) throw new Error(`Expected a subgraph of the supergraph, got ${name}.`);
    return client;
  }

  /**
   * Replaces a subgraph's client by one for its present address. Running requests finish with the former client.
   * @returns whether the engine has such a subgraph.
   */
  renew(name: string): boolean {
    const client = this.#clients.get(name);
    if (!client) return false;
    const before = client.lease;
    client.lease = this.clients.lease(this.reached(name));
    const leaving = before
      .release()
      .catch(() => undefined)
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
    return true;
  }

  /** Releases all clients; call it once. */
  async release(): Promise<void> {
    await Promise.all([...this.#leaving, ...[...this.#clients.values()].map((client) => client.close())]);
  }
}
