import { readFile } from 'node:fs/promises';
import type { Cell } from '@hub/protocol';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';
import { groupsAgainstWhole } from './src/coherence/coherence.js';
import { BreakdownBy } from './src/progress/breakdown.js';
import type { GoalProgress } from './src/progress/goal-progress.type.js';

describe('figures that contradict each other', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;

  const take = async (kind: string, content: Buffer | string) => {
    expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  };
  const release = (organisation: string, goal: string, people: number) => {
    const cell: Cell = [goal, '38', '0001-01-01', '2026-10', people, people + 19, 0];
    return offered.release(organisation, [cell], { through: '2026-10-31' });
  };
  const findingsOf = async (goal: string) => {
    const { data, errors } = await subgraph.query(`{ goal(code: "${goal}") { coherence(period: "2026-10") {
      rule people by reason(language: VI) lookers { code } progress { goalCode } implied { goalCode } } } }`);
    expect(errors).toBeUndefined();
    return data.goal.coherence;
  };

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now: () => new Date('2026-11-20T03:00:00Z') },
    });
    for (const kind of ['organisations', 'goal-expectations', 'goal-implications'])
      await take(kind, await readFile(new URL(`data/${kind}.csv`, movement.folder)));
    await take('denominators', goalFile('denominators', 'ADULTS,38,1,10000,2026-08-31,2025-07-01,,Sở,,false'));
    for (const organisation of ['womens-union', 'youth-union', 'university', 'public-sector'])
      await release(organisation, 'ADULTS_BASIC', 100);
    await release('identity', 'ADULTS_CONFIRMED', 400);
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test('are none while the ranges allow that all who count in one goal count in the other', async () => {
    // Of 400 to 419 people, at most four times 119 count in the other goal.
    for (const goal of ['ADULTS_CONFIRMED', 'ADULTS_BASIC']) expect(await findingsOf(goal)).toEqual([]);
  });

  test('are on both goals, with the fewest people that they differ by, the reason, and who should look at it', async () => {
    await release('identity', 'ADULTS_CONFIRMED', 1000);
    const [ofNarrower, ofImplied] = [await findingsOf('ADULTS_CONFIRMED'), await findingsOf('ADULTS_BASIC')];
    expect(ofNarrower).toEqual([
      {
        ...{ rule: 'MORE_THAN_IMPLIED', people: 1000 - 4 * 119, by: null },
        ...{ progress: { goalCode: 'ADULTS_CONFIRMED' }, implied: { goalCode: 'ADULTS_BASIC' } },
        reason: expect.stringContaining('nguồn khác nhau'),
        lookers: ['identity', 'public-sector', 'university', 'womens-union', 'youth-union'].map((code) => ({ code })),
      },
    ]);
    expect(ofImplied).toEqual(ofNarrower);
    expect(await findingsOf('PUPILS')).toEqual([]);
  });

  test("are denominators of communes that add up to another number than the whole's", async () => {
    const { data } = await subgraph.query('{ communes(first: 500) { nodes { code } } }');
    const codes: string[] = data.communes.nodes.map(({ code }: { code: string }) => code);
    const rows = codes.map((code) => `ADULTS,${code},1,70,2026-08-31,2025-07-01,,Sở,,false`);
    await take('denominators', goalFile('denominators', ...rows));
    expect(await findingsOf('ADULTS_BASIC')).toContainEqual({
      ...{ rule: 'DENOMINATORS_DIFFER', people: 70 * codes.length - 10_000, by: null, reason: null },
      ...{ progress: { goalCode: 'ADULTS_BASIC' }, implied: null, lookers: [{ code: 'movement' }] },
    });
  });
});

describe('groups beside the whole', () => {
  const whole = { people: { lower: 100, upper: 140, interval: { lower: 110, upper: 130 } } } as GoalProgress;
  const group = (lower: number, upper: number) => ({ interval: { lower, upper } });

  test.each([
    [
      'fewer at most than the whole at least',
      BreakdownBy.SEX,
      [group(20, 40), group(50, 60)],
      'GROUPS_BELOW_WHOLE',
      10,
    ],
    ['more at least than the whole at most', BreakdownBy.SEX, [group(70, 90), group(65, 80)], 'GROUPS_ABOVE_WHOLE', 5],
  ])('are %s', (_, by, groups, rule, people) => {
    expect(groupsAgainstWhole(by, groups, whole)).toEqual({ rule, people, by });
  });

  test.each([
    ['their ranges meet the whole’s', BreakdownBy.SEX, [group(40, 60), group(50, 70)]],
    ['one has no range', BreakdownBy.SEX, [group(1, 2), { interval: null }]],
    ['a person may be in several regions', BreakdownBy.REGION, [group(70, 90), group(65, 80)]],
  ])('contradict nothing where %s', (_, by, groups) => {
    expect(groupsAgainstWhole(by, groups, whole)).toBeNull();
  });
});
