import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const [women, youth] = ['womens-union', 'youth-union'] as const;
const goal = 'ADULTS_BASIC';

describe('the headline of a goal', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;

  const expected = (...organisations: readonly string[]) =>
    subgraph.import(
      'goal-expectations',
      goalFile('goal-expectations', ...organisations.map((code) => `${goal},${code},2025-04-24,`)),
    );
  const rule = (text: string) =>
    subgraph.import('headlines', `goal_code,valid_from,valid_until,rule\n${goal},2026-01-01,,${text}\n`);
  const asked = async (more = '') => {
    const { data, errors } = await subgraph.query(
      `{ goal(code: "${goal}") { progress${more} { period isProvisional } } }`,
    );
    expect(errors).toBeUndefined();
    return data['goal'].progress as { period: string; isProvisional: boolean };
  };
  const cells = (month: string) => [[goal, '14845', '2025-07-01', month, 30, 39, 0] as const];

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      now: () => new Date('2026-11-27T03:00:00Z'),
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
    });
    const known = await readFile(new URL('data/organisations.csv', movement.folder));
    await subgraph.import('organisations', known);
    await expected(women, youth);
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test('is of the last month that is due where nobody has reported any; of the current one where none is', async () => {
    expect(await asked()).toEqual({ period: '2026-10', isProvisional: true });
    // October is due on 30 November, and so not yet; September was on 30 October.
    const days = `goal_code,kind,from_month,days,basis\n${goal},REPORT,2025-01,30,A test\n`;
    expect((await subgraph.import('goal-days', days)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    expect(await asked()).toEqual({ period: '2026-09', isProvisional: true });
  });

  test('is of the last month that all expected organisations have reported; later ones are provisional', async () => {
    await offered.release(women, [...cells('2026-10')], { through: '2026-10-31' });
    await offered.release(youth, [...cells('2026-09')], { through: '2026-09-30' });
    expect(await asked()).toEqual({ period: '2026-09', isProvisional: false });
    expect(await asked('(period: "2026-10")')).toEqual({ period: '2026-10', isProvisional: true });
    const { data } = await subgraph.query(
      `{ goal(code: "${goal}") { progressByCommune(first: 1) { nodes { period isProvisional } } }
         commune(code: "14845") { goalProgress { goal { code } period } } }`,
    );
    expect(data['goal'].progressByCommune.nodes).toEqual([{ period: '2026-09', isProvisional: false }]);
    expect(data['commune'].goalProgress).toContainEqual({ goal: { code: goal }, period: '2026-09' });
  });

  test('is that of a day of before, as it was known then', async () => {
    await offered.release(youth, [...cells('2026-10')], { through: '2026-10-31', madeAt: '2026-11-09T01:00:00.000Z' });
    expect(await asked()).toEqual({ period: '2026-10', isProvisional: false });
    expect(await asked('(asKnownOn: "2026-11-08")')).toEqual({ period: '2026-09', isProvisional: false });
  });

  test('is of the last complete month where one never reported, and says that it is provisional', async () => {
    await expected(women, youth, 'university');
    expect(await asked()).toEqual({ period: '2026-10', isProvisional: true });
  });

  test('has its month by another rule where the operator says so', async () => {
    expect((await rule('NEWEST')).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    expect(await asked()).toEqual({ period: '2026-11', isProvisional: true });
    await rule('COMPLETE');
    expect(await asked()).toEqual({ period: '2026-10', isProvisional: true });
    expect((await rule('LATEST')).at(-1)).toMatchObject({ type: 'done', rejected: 1 });
  });
});
