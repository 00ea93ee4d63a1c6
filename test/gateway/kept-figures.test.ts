import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { movement } from '@hub/movement';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { hubEngines } from '../../gateway/src/engine/hub-engine.js';
import type { Engine } from '../../gateway/src/engine/engine.js';
import { looseLimits } from '../../gateway/src/limits/limits.js';
import { newPlannerStats } from '../../gateway/src/planner/planner-stats.js';
import { anonymous } from '../../gateway/src/request/caller.js';
import { createServer } from '../../gateway/src/start/server.js';
import { newDatabase } from '../support/database.js';
import { goalFile } from '../support/goal-files.js';
import { OfferedReleases } from '../support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';

const table = `{ goals { code title target deadline progress(period: "2026-09") {
  denominator { value } people { lower upper } ratio status reported { code name } contributions { state release { number } } } } }`;

describe('public figures that the gateway keeps', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let engine: Engine;
  let url: string;
  let stop: () => Promise<unknown>;

  const startGateway = async (figuresCacheBytes: number) => {
    const { supergraphSdl, errors } = composeServices([
      {
        ...{ name: 'movement', url: `${subgraph.url}/graphql` },
        typeDefs: parse(readFileSync(new URL('../../schema/subgraphs/movement.graphql', import.meta.url), 'utf8')),
      },
    ]);
    if (supergraphSdl === undefined) throw new Error(String(errors));
    const { http, open } = createServer({
      logLevel: 'silent',
      limits: looseLimits,
      authenticate: () => (authorization) => {
        if (authorization === undefined) return anonymous;
        const rights = { ...anonymous.rights, authenticated: true, scopes: new Set(['progress:read']) };
        return { ...anonymous, rights, subject: authorization };
      },
    });
    engine = await hubEngines({
      ...{ timeoutMs: 5000, figuresCacheBytes, subgraphUrl: () => `${subgraph.url}/graphql`, log: http.log },
      planning: { stats: newPlannerStats() },
    })(supergraphSdl);
    await open(engine);
    url = await http.listen({ host: '127.0.0.1', port: 0 });
    stop = () => http.close();
  };
  const ask = async (query: string, authorization?: string): Promise<any> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  };
  const kept = () => engine.stats().subgraphs.reduce((sum, { stats }) => sum + stats.kept, 0);
  const asked = async (query: string, authorization?: string) => {
    const before = kept();
    const data = await ask(query, authorization);
    return { data, wasKept: kept() > before };
  };
  const shipped = (kind: string) => readFileSync(new URL(`data/${kind}.csv`, movement.folder));
  const release = (people: number) =>
    offered.release('womens-union', [['ADULTS_BASIC', '38', '0001-01-01', '2026-09', people, people, 0]], {
      through: '2026-09-30',
    });

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), { offers: offered, releaseKeyFiles: offered.keyFiles });
    for (const kind of ['organisations', 'goal-expectations']) {
      expect((await subgraph.import(kind, shipped(kind))).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    await subgraph.import('denominators', goalFile('denominators', 'ADULTS,38,1,1000,2025-07-01,2025-07-01,,X,,false'));
    await release(100);
    await startGateway(1024 * 1024);
  }, 240_000);
  afterAll(async () => {
    await stop();
    await subgraph.stop();
    offered.stop();
  });

  test('are given again as they were, and as they are from the moment on at which they are others', async () => {
    const first = await asked(table);
    expect(first.wasKept).toBe(false);
    expect(await asked(table)).toEqual({ data: first.data, wasKept: true });
    for (const people of [140, 180]) {
      await release(people);
      const after = await asked(table);
      expect(after.wasKept).toBe(false);
      const progress = after.data.goals.find(({ code }: any) => code === 'ADULTS_BASIC').progress;
      expect(progress.people.lower).toBe(people);
      expect(await asked(table)).toEqual({ data: after.data, wasKept: true });
    }
    await subgraph.import('denominators', goalFile('denominators', 'ADULTS,38,1,2000,2025-07-01,2025-07-01,,X,,false'));
    const other = await asked(table);
    expect(other.wasKept).toBe(false);
    expect(other.data.goals.find(({ code }: any) => code === 'ADULTS_BASIC').progress.denominator.value).toBe(2000);
  });

  test('are those of callers of whom nothing is known alone', async () => {
    const everyone = await asked(table);
    expect((await asked(table)).wasKept).toBe(true);
    for (let times = 0; times < 2; times += 1) {
      expect(await asked(table, 'lan')).toEqual({ data: everyone.data, wasKept: false });
    }
  });

  test.each([
    ['what is said of figures, and changes without them', '{ goals { code metadata { definition } } }'],
    ['what became known', '{ events { cursor nodes { cursor } } }'],
    ['how organisations are linked', '{ organisations { code linked state } }'],
    ['the version itself', '{ figuresVersion }'],
  ])('are not %s', async (_what, query) => {
    await ask(query);
    expect((await asked(query)).wasKept).toBe(false);
  });

  test('take no more memory than they may: what was asked least lately is forgotten', async () => {
    await stop();
    await startGateway(40_000);
    const one = (alias: number) => `{ a${alias}: goals { code title source } }`;
    for (let alias = 0; alias < 40; alias += 1) await ask(one(alias));
    expect((await asked(one(39))).wasKept).toBe(true);
    expect((await asked(one(0))).wasKept).toBe(false);
  });
});
