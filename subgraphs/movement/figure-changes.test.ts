import { readFile } from 'node:fs/promises';
import type { Cell } from '@hub/protocol';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { movement } from './src/subgraph.js';

const fields = `goalCode communeCode period status isProvisional completeThrough denominator { value } missing { code }
  people { lower upper }`;

describe('figures that changed', () => {
  const database = newDatabase();
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let communes: string[];
  let now = new Date('2026-11-20T03:00:00Z');

  const start = () =>
    startSubgraph(movement, database, {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now: () => now, eventsEveryMs: 50 },
    });
  const take = async (kind: string, content: Buffer | string) => {
    expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  };
  const page = async (after: string | null, first: number) => {
    const { data, errors } = await subgraph.query(
      `query ($after: String, $first: Int!) { figuresChanged(after: $after, first: $first) {
        nodes { kind goalCode communeCode period progress { ${fields} } }
        pageInfo { hasNextPage endCursor } figuresVersion } figuresVersion }`,
      { after, first },
    );
    expect(errors).toBeUndefined();
    return { ...data.figuresChanged, isCurrent: data.figuresChanged.figuresVersion === data.figuresVersion };
  };
  const keyOf = ({ goalCode, communeCode, period }: any) => `${goalCode} ${communeCode} ${period}`;

  /** What an app keeps: figures by key, and where to go on. */
  class Mirror {
    readonly figures = new Map<string, unknown>();
    cursor: string | null = null;
    rows = 0;

    /** Follows some pages at most. */
    async follow(pages = Infinity, first = 500): Promise<void> {
      for (let count = 0; count < pages; count += 1) {
        const { nodes, pageInfo } = await page(this.cursor, first);
        for (const { progress, ...change } of nodes) {
          expect(progress === null).toBe(change.kind === 'REMOVED');
          if (progress) this.figures.set(keyOf(change), progress);
          else this.figures.delete(keyOf(change));
        }
        this.rows += Number(nodes.length);
        this.cursor = pageInfo.endCursor;
        if (!pageInfo.hasNextPage) return;
      }
    }
  }

  /** A goal's figures, or all goals', as the lists and series of the graph have them. */
  const inGraph = async (goal?: string) => {
    const all = new Map<string, unknown>();
    const { data } = await subgraph.query('{ goals { code startsOn deadline } }');
    for (const { code, startsOn, deadline } of data.goals) {
      if (goal !== undefined && code !== goal) continue;
      const [from, last] = [startsOn.slice(0, 7), [deadline.slice(0, 7), now.toISOString().slice(0, 7)].sort()[0]];
      const { data: series, errors } = await subgraph.query(
        `{ goal(code: "${code}") { series(from: "${from}", to: "${last}") { points { progress { ${fields} } } } } }`,
      );
      expect(errors).toBeUndefined();
      const points = series.goal.series[0].points;
      for (const { progress } of points) {
        all.set(keyOf(progress), progress);
        const { data: table } = await subgraph.query(
          `{ goal(code: "${code}") { progressByCommune(first: 500, period: "${progress.period}") { nodes { ${fields} } } } }`,
        );
        for (const node of table.goal.progressByCommune.nodes) all.set(keyOf(node), node);
      }
    }
    return all;
  };
  /** Waits until all changes are listed, and reads them: the mirror then has the graph's figures of a goal, or of all. */
  const settled = async (mirror: Mirror, goal?: string) => {
    await until(async () => (await page(mirror.cursor, 0)).isCurrent, {
      ...{ what: 'a list that was compared with the figures', every: 100 },
    });
    await mirror.follow();
    const ofGoal = [...mirror.figures].filter(([key]) => goal === undefined || key.startsWith(`${goal} `));
    expect(new Map(ofGoal)).toEqual(await inGraph(goal));
  };
  const release = (people: (commune: string) => number, through = '2026-10-31') => {
    const cells = communes.map((commune): Cell => {
      const lower = people(commune);
      return ['PUPILS', commune, '2025-07-01', through.slice(0, 7), lower, lower + 9, 0];
    });
    return offered.release('education', cells, { through });
  };

  const mirror = new Mirror();

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await start();
    for (const kind of ['organisations', 'goal-expectations'])
      await take(kind, await readFile(new URL(`data/${kind}.csv`, movement.folder)));
    const { data } = await subgraph.query('{ communes(first: 500) { nodes { code } } }');
    communes = data.communes.nodes.map(({ code }: { code: string }) => code);
    const rows = communes.map((code) => `PUPILS,${code},1,1000,2026-08-31,2025-07-01,,Sở,,false`);
    await take('denominators', goalFile('denominators', ...rows));
    await release(() => 100);
  }, 120_000);
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test('are all figures to begin with: a reader that is stopped after each page ends with the figures of the graph', async () => {
    await settled(mirror);
    const stopped = new Mirror();
    for (let stops = 0; stops < 1000 && stopped.rows < mirror.figures.size; stops += 1) await stopped.follow(1, 300);
    expect(stopped.figures).toEqual(mirror.figures);
    expect(stopped.rows).toBe(mirror.figures.size);
  });

  test('are none while none changes, over a restart and on another day', async () => {
    const before = mirror.rows;
    await subgraph.stop();
    now = new Date('2026-11-21T03:00:00Z');
    subgraph = await start();
    await settled(mirror, 'PUPILS');
    expect(mirror.rows).toBe(before);
  });

  test('are the figures of one commune after one corrected cell: of its month and of those that carry it on', async () => {
    const before = mirror.rows;
    const [corrected] = communes;
    await release((commune) => (commune === corrected ? 200 : 100));
    await settled(mirror, 'PUPILS');
    // October, and November, which has no separate report.
    expect(mirror.rows).toBe(before + 2);
  });

  test('are what another month brings', async () => {
    const before = mirror.rows;
    now = new Date('2026-12-05T03:00:00Z');
    await release(() => 300, '2026-11-30');
    await settled(mirror, 'PUPILS');
    expect(mirror.rows).toBeGreaterThan(before + 2 * communes.length);
  });

  test('are removed where a goal is no more', async () => {
    const goals = (await subgraph.query('{ goals { code } }')).data.goals.map(({ code }: any) => code);
    await subgraph.execute("delete from goal where code = 'PUPILS'");
    await settled(mirror);
    expect([...mirror.figures.keys()].some((key) => key.startsWith('PUPILS'))).toBe(false);
    expect(goals).toContain('PUPILS');
  });

  test('are read backwards, too', async () => {
    const read = async (given: string) => {
      const { data } = await subgraph.query(
        `{ figuresChanged(${given}) { nodes { cursor } pageInfo { hasNextPage hasPreviousPage startCursor } } }`,
      );
      return data.figuresChanged;
    };
    const newest = await read('last: 3');
    expect(newest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(newest.nodes.at(-1).cursor).toBe(mirror.cursor);
    const before = await read(`last: 2, before: "${newest.pageInfo.startCursor}"`);
    const both = await read(`since: "${before.pageInfo.startCursor}"`);
    expect(before.nodes.slice(1).concat(newest.nodes)).toEqual(both.nodes);
  });

  test.each([
    ['a cursor of another form', 'x', 'BAD_USER_INPUT', 'expected the cursor of a change, got "x"'],
    ['a cursor that was never given', '900000000', 'UNKNOWN_CURSOR', 'Begin anew, without a cursor'],
  ])('are refused after %s', async (_, after, code, message) => {
    const { errors } = await subgraph.query(`{ figuresChanged(after: "${after}") { nodes { kind } } }`);
    expect(errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code } }]);
  });
});
