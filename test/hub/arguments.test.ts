import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cell } from '@hub/protocol';
import { movement } from '@hub/movement';
import { youthUnion } from '@hub/youth-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { goalFile, goalRow } from '../support/goal-files.js';
import { OfferedReleases } from '../support/offered-releases.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { type Answer, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { newDatabase } from '../support/database.js';

/** Passes requests on to a subgraph, and counts them. */
async function countingProxy(target: string): Promise<{ url: string; requests: number; close(): void }> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      proxy.requests += 1;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    requests: 0,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return proxy;
}

describe('what callers of the hub ask for', () => {
  let steering: RunningSubgraph;
  let offered: OfferedReleases;
  let youth: RunningSubgraph;
  let proxy: Awaited<ReturnType<typeof countingProxy>>;
  let gateway: RunningProgram;
  const stops: (() => unknown)[] = [];
  /** December has begun in the province, and not yet in UTC. */
  let now = new Date('2026-11-30T18:00:00Z');

  const ask = async (query: string, variables?: Record<string, unknown>): Promise<Answer & { status: number }> => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Answer) };
  };

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    stops.push(() => {
      offered.stop();
    });
    steering = await startSubgraph(movement, newDatabase(), {
      now: () => now,
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
    });
    stops.push(() => steering.stop());
    youth = await startSubgraph(youthUnion, newDatabase(), { now: () => now });
    stops.push(() => youth.stop());
    for (const kind of ['organisations', 'goal-expectations']) {
      await steering.import(kind, await readFile(new URL(`data/${kind}.csv`, movement.folder)));
    }
    proxy = await countingProxy(`${steering.url}/graphql`);
    stops.push(() => {
      proxy.close();
    });
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--agreements', 'off', '--limits', 'off'],
      {
        SUBGRAPH_URL_MOVEMENT: proxy.url,
        SUBGRAPH_URL_YOUTH_UNION: `${youth.url}/graphql`,
        // A busy machine is no answer.
        SUBGRAPH_TIMEOUT_MS: '30000',
      },
      /^ready$/,
    );
    stops.push(() => gateway.stop());
  });
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  test('a bad argument costs its own field, and no other', async () => {
    const { status, data, errors } = await ask(
      '{ goals { code } communes(first: 501) { totalCount } organisations { code } }',
    );
    expect(status).toBe(200);
    expect(data).toMatchObject({ communes: null, organisations: expect.any(Array) });
    expect(data['goals'].length).toBeGreaterThan(0);
    expect(errors).toEqual([
      {
        message: 'Expected first to be 0 to 500, but got 501.',
        path: ['communes'],
        extensions: { code: 'BAD_USER_INPUT', serviceName: 'movement' },
      },
    ]);
  });

  test.each<[string, string, Record<string, unknown> | undefined, string]>([
    [
      'a period',
      '{ goals { code } goal(code: "PUPILS") { progress(period: "2026-13") { period } } }',
      undefined,
      'Expected Goal.progress(period:) to be a period such as 2026, 2026-Q3 or 2026-09, but got "2026-13".',
    ],
    [
      'a period of a variable',
      'query ($p: Period) { goals { code } goal(code: "PUPILS") { progress(period: $p) { period } } }',
      { p: 'December' },
      'Expected $p, which is given to Goal.progress(period:), to be a period such as 2026, 2026-Q3 or 2026-09, but got "December".',
    ],
    [
      'a commune',
      '{ goal(code: "PUPILS") { progress(commune: "Hạc Thành") { period } } }',
      undefined,
      'Expected Goal.progress(commune:) to be the code of a place (5 digits of a commune, 3, 2, or 2 letters), or code@day as it was read on a day, but got "Hạc Thành".',
    ],
    [
      'a code of a variable',
      'query ($c: ID!) { goal(code: $c) { title } }',
      { c: 'a goal' },
      'Expected $c, which is given to Query.goal(code:), to be a code of letters, digits, - and _ (at most 40), but got "a goal".',
    ],
    [
      'a cursor',
      '{ goals { code } communes(after: "\\u0000") { totalCount } }',
      undefined,
      'Expected Query.communes(after:) to be a cursor of an answer before, but got "\\u0000".',
    ],
    [
      'a search',
      'query ($s: String) { communes(search: $s) { totalCount } }',
      { s: 'x'.repeat(101) },
      `Expected $s, which is given to Query.communes(search:), to be a text of at most 100 characters, without NUL, but got "${'x'.repeat(99)}.`,
    ],
    [
      'a commune to follow',
      'subscription ($c: ID) { goalProgressChanged(commune: $c) { period } }',
      { c: '1' },
      'Expected $c, which is given to Subscription.goalProgressChanged(commune:), to be the code of a place (5 digits of a commune, 3, 2, or 2 letters), or code@day as it was read on a day, but got "1".',
    ],
  ])('%s that is malformed is refused before any organisation is asked', async (_name, query, variables, message) => {
    const before = proxy.requests;
    const { status, errors, data } = await ask(query, variables);
    expect(errors?.map((error) => [error.message, error.extensions?.['code']])).toEqual([[message, 'BAD_USER_INPUT']]);
    expect({ status, data }).toEqual({ status: 400, data: undefined });
    expect(proxy.requests).toBe(before);
  });

  test('a code that nobody has is its organisation’s to refuse', async () => {
    const { data, errors } = await ask(
      '{ goals { code } goal(code: "PUPILS") { code progress(commune: "99999") { period } } }',
    );
    expect(data['goal']).toEqual({ code: 'PUPILS', progress: null });
    expect(errors).toMatchObject([{ path: ['goal', 'progress'], extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('to date is the last month that is over in the province, where no month is complete', async () => {
    const { data } = await ask('{ goal(code: "PUPILS") { progress { period communeCode } } }');
    expect(data['goal'].progress).toEqual({ period: '2026-11', communeCode: '38' });
    const { data: others } = await steering.query(
      `{ goal(code: "PUPILS") { progressByCommune(type: WARD) { nodes { period } } } commune(code: "14758") { goalProgress { period } } }`,
    );
    const periods = [...others['goal'].progressByCommune.nodes, ...others['commune'].goalProgress];
    expect(new Set(periods.map(({ period }: { period: string }) => period))).toEqual(new Set(['2026-11']));
  });

  test('a period begins in the first minute of its first day in the province', async () => {
    const statusIn = async (moment: string) => {
      now = new Date(moment);
      const { data, errors } = await ask('{ goal(code: "PUPILS") { progress(period: "2027-01") { status } } }');
      return errors?.[0]?.message ?? data['goal'].progress.status;
    };
    expect(await statusIn('2026-12-31T16:59:59Z')).toBe(
      'Expected a period that has begun by today (2026-12-31), but got 2027-01.',
    );
    expect(await statusIn('2026-12-31T17:00:00Z')).toBe('NO_DATA');
  });

  test('a goal is missed when the figures are complete through its deadline, and not by the clock', async () => {
    now = new Date('2027-01-20T00:00:00Z');
    const soon = goalRow({ code: 'SOON', from: '2026-01-01', target: 1, starts: '2026-01-01' });
    await steering.import('goals', goalFile('goals', soon));
    await steering.import('goal-expectations', goalFile('goal-expectations', 'SOON,university,2026-01-01,'));
    const hundred = 'ADULTS,38,1,100,2026-01-01,2026-01-01,,X,,false';
    await steering.import('denominators', goalFile('denominators', hundred));
    const cells = (month: string): Cell[] => [['SOON', '38', '0001-01-01', month, 99, 99, 0]];
    const status = async () => {
      const key = { __typename: 'GoalProgress', id: 'GoalProgress:SOON:38:2026' };
      const { data } = await steering.entities([key], '... on GoalProgress { status completeThrough }');
      return data['_entities'][0];
    };
    await offered.release('university', cells('2026-11'), { through: '2026-12-30' });
    await offered.release('university', cells('2026-12'), {
      through: '2026-12-30',
      madeAt: '2027-01-02T00:00:00.000Z',
    });
    expect(await status()).toEqual({ status: 'UNCERTAIN', completeThrough: '2026-12-30' });
    await offered.release('university', [], { through: '2026-12-31', madeAt: '2027-01-03T00:00:00.000Z' });
    expect(await status()).toEqual({ status: 'MISSED', completeThrough: '2026-12-31' });
  });

  test('what is brought in may be of the province’s today, and of no later day', async () => {
    now = new Date('2026-11-30T18:00:00Z');
    const teamOf = (day: string) =>
      youth.import('teams', `code,commune_code,name_vi,name_en,founded_on,skills\nT-1,14845,Đội,Team,${day},\n`);
    expect(await teamOf('2026-12-02')).toMatchObject([{ type: 'rejected', column: 'founded_on' }, { rejected: 1 }]);
    expect((await teamOf('2026-12-01')).at(-1)).toMatchObject({ written: 1, rejected: 0 });
  });

  test.each([
    // Phường Hạc Thành took in a part of the ward that had the code before.
    ['14758', ['14797', '14758']],
    ['1475', ['14797', '14758']],
    ['Ham Rong Ward', ['14758']],
    ['ham rong', ['14758']],
    ['Phường Hàm Rồng', ['14758']],
    ['HÀM RỒNG', ['14758']],
    ['ham rong ward phuong', []],
    ['4758', []],
  ])('communes are found by %s', async (search, codes) => {
    const { data, errors } = await ask('query ($s: String) { communes(search: $s) { totalCount nodes { code } } }', {
      s: search,
    });
    expect(errors).toBeUndefined();
    expect(data['communes']).toEqual({ totalCount: codes.length, nodes: codes.map((code) => ({ code })) });
  });
});
