import { createPrivateKey, type JsonWebKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PlacedPrice } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoCallers } from '../../subgraphs/issuer/src/demo-callers.js';
import { type Example, exampleOf, isPage } from './every-endpoint/examples.js';
import { listedPrices } from './every-endpoint/listed-prices.js';
import {
  type Come,
  misuses,
  type Misuse,
  send,
  sendSlowly,
  type Sent,
  sentOf,
  type SlowRequest,
} from './every-endpoint/misuses.js';
import { checkRefusals } from './every-endpoint/refusals-table.js';
import { rowsOfTables } from './every-endpoint/rows-of-tables.js';
import { type AttackedHub, startAttackedHub } from './support/attacked-hub.js';

/** How many times its price a request may be measured to take. A busy machine adds to processor time, too. */
const mostOfPrice = 3;

/**
 * How many times as much processor time passes at most until another caller's answer, beyond the price of one request,
 * while an endpoint is misused; and how often that is measured where a busy machine adds to it.
 */
const [mostBeside, mostAttempts] = [2, 8];

/** By how much the gateway may be larger at the end, in bytes: what its caches may hold, and room for V8. */
const memoryBound = 250 * 1024 * 1024;

/** The statuses of endpoints that refuse, with a code, what they cannot do now. */
const mayBe = (status: number) => status === 101 || (status >= 200 && status < 500) || status === 503;

const endpoints = await listedPrices();
const others = demoCallers.filter(({ role, organisation }) => role === 'staff' && organisation !== 'womens-union');
const named = endpoints.map((one) => [`${one.method} ${one.path}`, one] as const);

describe('every endpoint of the gateway', () => {
  let hub: AttackedHub;
  let ended: string;
  let asks = 0;
  let before: { readonly state: unknown; readonly memory: number };
  const costs: Record<string, string>[] = [];
  const besides: Record<string, string>[] = [];
  const told = new Map<string, Readonly<Record<string, Come>>>();
  let slow: ReadonlyMap<string, SlowRequest>;

  beforeAll(async () => {
    hub = await startAttackedHub();
    ended = await endedToken(hub);
    for (let count = 0; count < 20; count += 1) await known();
    // They are refused while the other tests run.
    slow = new Map(
      await Promise.all(
        named.map(async ([name, one]) => [name, await sendSlowly(hub.url, (await asked(one))[1])] as const),
      ),
    );
    before = { state: await stateOf(hub), memory: (await hub.load()).memory };
  });
  afterAll(async () => {
    console.table(costs);
    console.table(besides);
    for (const { end } of slow.values()) end();
    await hub.stop();
  });

  /**
   * A request of another caller. Several callers take turns, since one alone would spend its cost budget before the
   * end.
   */
  const known = async () => {
    asks += 1;
    const organisation = others[asks % others.length]?.organisation ?? '';
    const { status } = await hub.ask({ query: '{ goals { code } }' }, { role: 'staff', organisation });
    expect(status).toBe(200);
  };
  /**
   * The processor time of the gateway's event loop during a request, in milliseconds: the least of several runs, since
   * the gateway also does other work.
   */
  const used = async (ask: () => Promise<unknown>, times = 7): Promise<number> => {
    const all: number[] = [];
    for (let count = 0; count < times; count += 1) {
      const from = await hub.used();
      await ask();
      all.push((await hub.used()) - from);
    }
    return Math.min(...all);
  };
  const asked = async ({ method, path }: PlacedPrice): Promise<readonly [Example, Sent]> => {
    const example = exampleOf(method, path);
    const token = example.as && (await hub.bearer('staff', 'womens-union'));
    return [example, sentOf(method, example, token)];
  };

  test.each(named)('%s costs at most three times its price', async (name, endpoint) => {
    const [example, sent] = await asked(endpoint);
    for (let count = 0; count < 2; count += 1) expect(mayBe((await send(hub.url, sent)).status)).toBe(true);
    if (example.notMeasured !== undefined) return;
    // The look itself takes time, too.
    const idle = await used(() => Promise.resolve());
    const cost = (await used(() => send(hub.url, sent))) - idle;
    costs.push({ endpoint: name, price: String(endpoint.price.processorMs), measured: cost.toFixed(1) });
    expect(cost).toBeLessThanOrEqual(mostOfPrice * endpoint.price.processorMs);
  });

  test.each(named)('%s answers a misuse with a refusal, and no other caller pays for it', async (name, endpoint) => {
    const [, example] = await asked(endpoint);
    let worst = { misuse: '', alone: 0, during: 0, times: 0 };
    for (const misuse of misuses) {
      const sent = misuse.sent(example, endpoint.price, { ended });
      if (sent === undefined) continue;
      if (misuse.manner === 'twice') await send(hub.url, sent);
      const misuseIt = async () => {
        const come = await misused(misuse, sent, endpoint);
        told.set(name, { [misuse.name]: come, ...told.get(name) });
      };
      const measured = misuse.manner === 'slow' ? await besideSlow(sent) : await beside(misuseIt, endpoint);
      if (measured.times > worst.times) worst = { misuse: misuse.name, ...measured };
    }
    const shown = Object.entries(worst).map(([key, one]) => [key, typeof one === 'number' ? one.toFixed(1) : one]);
    besides.push({ endpoint: name, ...Object.fromEntries(shown) });
    expect(worst.times).toBeLessThanOrEqual(mostBeside);
  });

  /** Another caller's latency in processor time, alone and meanwhile: the attempt with the least difference. */
  const latencyBeside = async (price: number, meanwhile: () => Promise<number>) => {
    let least = { alone: 0, during: 0, times: Infinity };
    for (let attempt = 0; attempt < mostAttempts && least.times > mostBeside; attempt += 1) {
      const [alone, during] = [await used(known, 3), await meanwhile()];
      const times = (during - price) / alone;
      if (times < least.times) least = { alone, during, times };
    }
    return least;
  };

  /** A request that is under way is not interrupted: one misuse may take its price first. */
  const beside = (misuseIt: () => Promise<void>, { price }: PlacedPrice) =>
    latencyBeside(price.processorMs, async () => {
      const all: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const from = await hub.used();
        const coming = misuseIt();
        await known();
        all.push((await hub.used()) - from);
        await coming;
      }
      return Math.min(...all);
    });

  const besideSlow = (sent: Sent) =>
    latencyBeside(0, async () => {
      const all = await Promise.all(Array.from({ length: 10 }, () => sendSlowly(hub.url, sent)));
      const during = await used(known, 3);
      for (const one of all) one.end();
      return during;
    });

  const misused = async ({ name }: Misuse, sent: Sent, { price }: PlacedPrice): Promise<Come> => {
    const come = await send(hub.url, sent);
    expect([name, come.status, mayBe(come.status)]).toEqual([name, come.status, true]);
    if (price.bytesIn > 0 && ['huge', 'expanding', 'deep', 'malformed'].includes(name)) {
      expect([name, come.status >= 400 || come.status === 202]).toEqual([name, true]);
    }
    return come;
  };

  test('is in the table of what is refused, as it is refused', async () => {
    const answered = named.map(async ([name, { method, path, price }]) => ({
      name: isPage(method, path) ? 'GET a page of the portal' : `\`${name}\``,
      bytesIn: price.bytesIn,
      come: { ...told.get(name), slow: await slow.get(name)?.answer },
    }));
    checkRefusals('what each endpoint refuses', await Promise.all(answered));
  }, 90_000);

  test('leaves the hub as it was, and little larger', async () => {
    expect(await stateOf(hub)).toEqual(before.state);
    expect((await hub.load()).memory - before.memory).toBeLessThan(memoryBound);
  });
});

/** How many rows the tables have that callers could write to. */
async function stateOf(hub: AttackedHub): Promise<unknown> {
  return Promise.all(['registry', 'womens-union'].map((code) => hub.execute(code, rowsOfTables)));
}

/** A token that the issuer gave, and that has ended. */
async function endedToken(hub: AttackedHub): Promise<string> {
  const [header = '', payload = ''] = (await hub.bearer('analyst')).slice(7).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const now = Math.floor(Date.now() / 1000);
  const said = Buffer.from(JSON.stringify({ ...claims, iat: now - 900, exp: now - 300 })).toString('base64url');
  const jwk = JSON.parse(readFileSync(hub.issuer.keyFile, 'utf8')) as JsonWebKey;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(`${header}.${said}`), { key, dsaEncoding: 'ieee-p1363' });
  return `Bearer ${header}.${said}.${signature.toString('base64url')}`;
}
