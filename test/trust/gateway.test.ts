import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyRing, readSigningKey } from '@hub/runtime';
import { publicSector } from '@hub/public-sector';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Cancellation } from '../../gateway/src/base/cancellation.js';
import { type CountingSubgraphClient, subgraphClient } from '../../gateway/src/subgraph/subgraph-client.js';
import { type KeyFiles, makeKey } from '../support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { type Change, openMiddleman } from './support/middleman.js';
import { newDatabase } from '../support/database.js';

const ask = { body: Buffer.from('{"query":"{ __typename }"}'), requestId: 'r-1', idempotent: true };
const answer = { data: { __typename: 'Query' }, errors: [] };

describe('the gateway before a subgraph that trusts it', () => {
  let folder: string;
  let keys: Record<'gateway' | 'subgraph' | 'stranger', KeyFiles>;
  let subgraph: RunningSubgraph;
  const clients: CountingSubgraphClient[] = [];
  const servers: Server[] = [];

  const start = (trusted = keys.gateway) =>
    startSubgraph(publicSector, newDatabase(), {
      trust: {
        signingKey: readSigningKey(keys.subgraph.file),
        trustedKeyFiles: [trusted.publicFile],
      },
    });
  const clientOf = (url: string, trusted = keys.subgraph) => {
    const client = subgraphClient(
      { name: 'public-sector', url: `${url}/graphql` },
      {
        share: true,
        timeoutMs: 3000,
        trust: {
          signingKey: () => readSigningKey(keys.gateway.file),
          trusted: new KeyRing({ files: [trusted.publicFile], onError: () => undefined }),
        },
      },
    );
    clients.push(client);
    return client;
  };
  /** A proxy between the two. It may change every answer except the answer to a session request. */
  async function between(change: Change) {
    const { url, seen, server } = await openMiddleman(
      () => subgraph.url,
      (text, headers, status, path) =>
        path === '/trust/session' ? [text, status] : change(text, headers, status, path),
    );
    servers.push(server);
    return { url, seen };
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-trust-'));
    const key = (name: string) => makeKey(join(folder, name));
    keys = { gateway: key('gateway'), subgraph: key('subgraph'), stranger: key('stranger') };
    subgraph = await start();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  afterAll(async () => {
    await subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  test('agrees once, tells who asks and what for, and takes the answers', async () => {
    const { url, seen } = await between((text, _headers, status) => [text, status]);
    const client = clientOf(url);
    const asks = Array.from({ length: 5 }, () => ({ ...ask, caller: 'e30', purpose: 'steering' }));
    for (const one of await Promise.all(asks.map((one) => client.ask(one)))) expect(one.read()).toEqual(answer);
    expect(seen.map(({ path }) => path)).toEqual(['/trust/session', ...Array<string>(5).fill('/graphql')]);
    expect(seen[1]?.headers).toMatchObject({ 'hub-caller': 'e30', 'hub-purpose': 'steering', 'x-request-id': 'r-1' });
    expect(seen[1]?.headers['signature-input']).toMatch(
      /^hub=\("@method" "@request-target" "content-digest" "content-type" "hub-caller" "hub-purpose" "x-request-id"\);created=\d+;expires=\d+;nonce="\d+";keyid="[\w-]+";alg="hmac-sha256"$/,
    );
  });

  test('shares what equal callers ask for equal purposes, and nothing else', async () => {
    const client = clientOf(subgraph.url);
    const shared = { ...ask, shareWith: 'a' };
    await Promise.all([
      client.ask({ ...shared, caller: 'e30' }),
      client.ask({ ...shared, caller: 'e30' }),
      client.ask({ ...shared, caller: 'e31' }),
      client.ask({ ...shared, caller: 'e30', purpose: 'steering' }),
    ]);
    expect(client.stats).toMatchObject({ asked: 4, shared: 1, requests: 3 });
  });

  test.each<[string, Change]>([
    ['another body', () => ['{"data":{"__typename":"Altered"}}', 200]],
    ['another status', (text) => [text, 203]],
    ['no signature', (text, headers) => (headers.delete('signature'), [text, 200])],
    ['another’s error', (_text, headers) => (headers.delete('signature'), ['{"errors":[{"message":"x"}]}', 400])],
  ])('takes no answer that came with %s', async (_name, change) => {
    const { url } = await between(change);
    await expect(clientOf(url).ask(ask)).rejects.toMatchObject({
      code: 'SUBGRAPH_UNTRUSTED',
      message: 'public-sector and the gateway do not trust each other.',
    });
  });

  test('sends nothing to one whose key it does not know', async () => {
    const { url, seen } = await between((text, _headers, status) => [text, status]);
    const client = clientOf(url, keys.stranger);
    await expect(client.ask({ ...ask, caller: 'e30' })).rejects.toMatchObject({ code: 'SUBGRAPH_UNTRUSTED' });
    expect(seen.map(({ path, headers }) => [path, headers['hub-caller']])).toEqual([['/trust/session', undefined]]);
    expect(client.stats).toMatchObject({ requests: 0, inFlight: 0 });
  });

  test('keeps no place for one that leaves while it agrees', async () => {
    const hanging = createServer(() => undefined).listen(0, '127.0.0.1');
    servers.push(hanging);
    await once(hanging, 'listening');
    const client = clientOf(`http://127.0.0.1:${(hanging.address() as AddressInfo).port}`);
    const leaving = new Cancellation();
    const asked = client.ask({ ...ask, cancellation: leaving });
    leaving.cancel();
    await expect(asked).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' });
    expect(client.stats).toMatchObject({ inFlight: 0, requests: 0 });
  });

  test('agrees anew with one that was started again, and sends again what it signs that it did not do, mutations too', async () => {
    const { url, seen } = await between((text, _headers, status) => [text, status]);
    const client = clientOf(url);
    await client.ask(ask);
    await subgraph.stop();
    subgraph = await start();
    expect((await client.ask({ ...ask, idempotent: false })).read()).toEqual(answer);
    await subgraph.stop();
    subgraph = await start();
    seen.length = 0;
    expect((await client.ask(ask)).read()).toEqual(answer);
    expect(seen.map(({ path }) => path)).toEqual(['/graphql', '/trust/session', '/graphql']);
  });
});
