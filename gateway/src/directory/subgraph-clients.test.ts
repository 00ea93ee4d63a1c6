import { expect, test } from '@jest/globals';
import { type CountingSubgraphClient, subgraphClient } from '../subgraph/subgraph-client.js';
import { LeasedClients } from './leased-clients.js';
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

test('has a subgraph asked in another way, whoever holds its client, and closes the one before when nobody does', async () => {
  const opened: string[] = [];
  const closed: string[] = [];
  const clients = new SubgraphClients((subgraph): CountingSubgraphClient => {
    const at = `${subgraph.url} ${opened.push(subgraph.url)}`;
    return {
      ...subgraphClient(subgraph),
      ask: () => Promise.reject(new Error(at)),
      close: () => Promise.resolve(void closed.push(at)),
    };
  });
  let url = 'http://127.0.0.1:1/';
  const reached = (name: string) => ({ name, url });
  const [one, other] = [0, 1].map(() => new LeasedClients(['youth-union'], reached, clients)) as [
    LeasedClients,
    LeasedClients,
  ];
  const held = one.get('youth-union');
  const { subgraph } = held;
  const askedAt = (client: CountingSubgraphClient) =>
    client.ask({} as never).catch((error: unknown) => (error as Error).message);
  expect(await askedAt(held)).toBe('http://127.0.0.1:1/ 1');

  url = 'http://127.0.0.1:2/';
  clients.renew('youth-union');
  expect(one.renew('youth-union')).toBe(true);
  expect(closed).toEqual([]);
  expect(other.renew('youth-union')).toBe(true);
  expect(closed).toEqual(['http://127.0.0.1:1/ 1']);
  expect(await askedAt(held)).toBe('http://127.0.0.1:2/ 2');
  expect(await askedAt(other.get('youth-union'))).toBe('http://127.0.0.1:2/ 2');
  expect(subgraph.url).toBe(url);

  // The same URL with other settings also needs another client.
  clients.renew('youth-union');
  one.renew('youth-union');
  expect(await askedAt(held)).toBe('http://127.0.0.1:2/ 3');
  expect(one.renew('movement')).toBe(false);
  await Promise.all([one.release(), other.release()]);
  expect(closed.sort()).toEqual(['http://127.0.0.1:1/ 1', 'http://127.0.0.1:2/ 2', 'http://127.0.0.1:2/ 3']);
  expect(clients.all()).toEqual([]);
});
