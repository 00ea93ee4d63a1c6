import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addEndpoint, KeyRing, readSigningKey } from '@hub/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { subgraphClient, type SubgraphClient } from '../../gateway/src/subgraph/subgraph-client.js';
import { messagePrice } from '../../subgraphs/kit/src/base/usual-prices.js';
import { httpServer } from '../../subgraphs/kit/src/server/http-server.js';
import { GatewayTrust } from '../../subgraphs/kit/src/trust/gateway-trust.js';
import { trustedEndpoints } from '../../subgraphs/kit/src/trust/trusted-endpoints.js';
import { type KeyFiles, makeKey } from '../support/signing-gateway.js';

const name = 'registry';

describe('a mutation at a subgraph that has forgotten the session, as after a restart', () => {
  let folder: string;
  let keys: Record<'gateway' | 'subgraph' | 'stranger', KeyFiles>;
  let server: ReturnType<typeof httpServer>;
  let client: SubgraphClient;
  let trust: GatewayTrust;
  let executed: number;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'forgotten-'));
    const make = (of: string) => makeKey(join(folder, `${of}.key`));
    keys = { gateway: make('gateway'), subgraph: make('subgraph'), stranger: make('stranger') };
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const ringOf = ({ publicFile }: KeyFiles) =>
    new KeyRing({ files: [publicFile], mayBeMissing: false, onError: () => undefined });
  const newTrust = (key = keys.subgraph) =>
    new GatewayTrust({ audience: name, signingKey: readSigningKey(key.file), trusted: ringOf(keys.gateway) });

  beforeEach(async () => {
    executed = 0;
    trust = newTrust();
    const current = new Proxy(trust, {
      get: (_, property) => {
        const found: unknown = Reflect.get(trust, property, trust);
        return typeof found === 'function' ? (found.bind(trust) as unknown) : found;
      },
    });
    server = httpServer(name, { logLevel: 'silent' } as Parameters<typeof httpServer>[1]);
    trustedEndpoints(server, current, (endpoint) => {
      addEndpoint(endpoint, {
        ...{ method: 'POST', url: '/graphql', price: messagePrice() },
        handler: () => {
          executed += 1;
          return { data: { a: executed } };
        },
      });
    });
    const url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
    const signingKey = () => readSigningKey(keys.gateway.file);
    client = subgraphClient({ name, url }, { timeoutMs: 5000, trust: { signingKey, trusted: ringOf(keys.subgraph) } });
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  const change = async () => {
    const answer = await client.ask({
      body: Buffer.from('{"query":"mutation{a}"}'),
      requestId: 'r-1',
      idempotent: false,
    });
    return answer.read().data;
  };

  test('is executed once, under a new session', async () => {
    expect(await change()).toEqual({ a: 1 });
    trust = newTrust();
    expect(await change()).toEqual({ a: 2 });
    expect(executed).toBe(2);
  });

  test('is not sent again where somebody else says that it was not executed', async () => {
    expect(await change()).toEqual({ a: 1 });
    trust = newTrust(keys.stranger);
    await expect(change()).rejects.toMatchObject({ code: 'SUBGRAPH_UNTRUSTED' });
    expect(executed).toBe(1);
  });
});
