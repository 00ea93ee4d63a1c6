import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSigningKey, type PlacedPrice } from '@hub/runtime';
import { womensUnion } from '@hub/womens-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { audit } from '../../subgraphs/audit/src/subgraph.js';
import { movement } from '../../subgraphs/movement/src/subgraph.js';
import { registry } from '../../subgraphs/registry/src/subgraph.js';
import { newDatabase } from '../support/database.js';
import { makeKey } from '../support/signing-gateway.js';
import { operatorToken, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { type Come, misuses, send, sendSlowly, type Sent, type SlowRequest } from './every-endpoint/misuses.js';
import { checkRefusals, type RefusalsOfEndpoint } from './every-endpoint/refusals-table.js';
import { rowsOfTables } from './every-endpoint/rows-of-tables.js';

/** How many times its price a refusal may be measured to take of the event loop, with the attacker's own part. */
const mostOfPrice = 3;

/** By how much the process may be larger at the end, in bytes. */
const memoryBound = 250 * 1024 * 1024;

/** A proper request would be executed, and its repetition is the concern of signatures and receipts. */
const sendable = misuses.filter(({ manner }) => manner !== 'twice');

const refuses = (status: number) => status === 0 || (status >= 400 && status < 500) || status === 503;

/** The misuses that come without a credential. */
const withoutCredential = new Set(['before its credential', 'after its credential', 'cross-site']);

/** The endpoints that answer everybody. */
const forEverybody = new Set(['`GET /healthz`', '`GET /readyz`']);

describe('every endpoint of the organisations’, the registry’s, the audit log’s and movement’s servers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'endpoints-'));
  const [own, gateway] = [makeKey(join(folder, 'own.key')), makeKey(join(folder, 'gateway.key'))];
  const trust = {
    signingKey: readSigningKey(own.file),
    ...{ trustedKeyFiles: [gateway.publicFile], registryKeyFiles: [gateway.publicFile] },
  };
  const definitions = [womensUnion, movement, registry, audit];
  const servers: RunningSubgraph[] = [];
  const endpoints = new Map<string, { readonly at: RunningSubgraph; readonly placed: PlacedPrice }>();
  const refusals: (RefusalsOfEndpoint & { readonly come: Record<string, Come | undefined> })[] = [];
  let before: { readonly rows: unknown; readonly memory: number };

  const rows = () => Promise.all(servers.map((server) => server.execute(rowsOfTables)));

  beforeAll(async () => {
    for (const definition of definitions) servers.push(await startSubgraph(definition, newDatabase(), { trust }));
    for (const at of servers) {
      for (const placed of at.endpoints) {
        const name = `${placed.method} ${placed.path}`;
        if (!endpoints.has(name) && !['HEAD', 'OPTIONS'].includes(placed.method)) endpoints.set(name, { at, placed });
      }
    }
    before = { rows: await rows(), memory: process.memoryUsage().rss };
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true });
  });

  const proper = ({ method, path, price }: PlacedPrice): Sent => ({
    ...{ method, path: path.replace(/:\w+|\*/g, 'x') },
    headers: {
      authorization: `Bearer ${operatorToken}`,
      ...(price.bytesIn > 0 && { 'content-type': 'application/json' }),
    },
    body: price.bytesIn > 0 ? '{}' : undefined,
  });

  test('refuses what it cannot read, whoever sends it, and at most at three times its price', async () => {
    const wrong: unknown[] = [];
    const slow = new Map<string, SlowRequest>();
    for (const [name, { at, placed }] of endpoints) {
      const come: Record<string, Come> = {};
      const example = proper(placed);
      for (const misuse of sendable) {
        // A page of another site has no token of an operator.
        const sent = misuse.sent(misuse.name === 'cross-site' ? withoutToken(example) : example, placed.price, {
          ended: 'Bearer of-nobody',
        });
        if (sent === undefined) continue;
        if (misuse.manner === 'slow') {
          // A file of the operator takes as long as its line needs.
          if (placed.price.bytesIn <= placed.price.bytesHeld) slow.set(name, await sendSlowly(at.url, sent));
          continue;
        }
        let least = Infinity;
        for (let run = 0; run < 3; run += 1) {
          const from = process.threadCpuUsage();
          come[misuse.name] = await send(at.url, sent);
          const { user, system } = process.threadCpuUsage(from);
          least = Math.min(least, (user + system) / 1000);
        }
        if (least > mostOfPrice * placed.price.processorMs) wrong.push([name, misuse.name, `${least} ms`]);
      }
      refusals.push({ name: `\`${name}\``, bytesIn: placed.price.bytesIn, come });
    }
    for (const { name, come } of refusals) come['slow'] = await slow.get(name.slice(1, -1))?.answer;
    for (const { end } of slow.values()) end();
    for (const { name, bytesIn, come } of refusals) {
      for (const [misuse, one] of Object.entries(come)) {
        const mayAnswer = forEverybody.has(name) || (bytesIn === 0 && !withoutCredential.has(misuse));
        if (one && !refuses(one.status) && !(mayAnswer && one.status < 400)) wrong.push([name, misuse, one.status]);
      }
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  test('is in the table of what is refused, as it is refused', () => {
    // Most are alike: endpoints under one address with the same answers are one row.
    const grouped = refusals.map(({ name, come }) => ({ name: name.replace(/(\/\w+)\/.*`/, '$1/…`'), come }));
    checkRefusals('what the endpoints of other servers refuse', grouped);
  });

  test('leaves every table as it was, and its process little larger', async () => {
    expect(await rows()).toEqual(before.rows);
    expect(process.memoryUsage().rss - before.memory).toBeLessThan(memoryBound);
    for (const server of servers) expect(server.takeErrors()).toEqual([]);
  });
});

function withoutToken({ headers: { authorization: _none, ...headers }, ...sent }: Sent): Sent {
  return { ...sent, headers };
}
