import { expect, test } from '@jest/globals';
import { type CountingSubgraphClient, subgraphClient } from './subgraph-client.js';
import { SubgraphClients } from './subgraph-clients.js';

test('keeps one client for each subgraph and URL until nobody uses it', async () => {
  const closed: string[] = [];
  const clients = new SubgraphClients((subgraph): CountingSubgraphClient => {
    const client = subgraphClient(subgraph, { timeoutMs: 1000 });
    return Object.assign(Object.create(client) as CountingSubgraphClient, {
      close: () => {
        closed.push(subgraph.url);
        return client.close();
      },
    });
  });
  const [a, b] = ['http://127.0.0.1:1/a', 'http://127.0.0.1:1/b'].map((url) => ({ name: 'youth-union', url }));
  const [first, second, other] = [a, a, b].map((subgraph) => clients.lease(subgraph as never));
  expect(second?.client).toBe(first?.client);
  expect(other?.client).not.toBe(first?.client);
  expect(clients.all()).toHaveLength(2);

  await first?.release();
  await other?.release();
  expect(closed).toEqual([b?.url]);
  await second?.release();
  expect(closed).toEqual([b?.url, a?.url]);
  expect(clients.all()).toEqual([]);
  expect(clients.lease(a as never).client).not.toBe(first?.client);
});
