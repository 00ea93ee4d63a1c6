import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identity } from './src/subgraph.js';
import { newDatabase } from '../../test/support/database.js';
import { shareOf } from '../../test/support/released-share.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const header = 'commune_code,month,adults_confirmed,accounts_level_1,accounts_level_2,digital_signatures';
const adults = ['14845,500,2025-07-01,Census', '14845,100,2026-03-31,Police', '14848,500,2025-07-01,Census'];
/** In 14845, all 100 adults that remain in March were confirmed by January; it has no count in May. */
const counts = [
  ...['14845,2026-01,100,100,100,0', '14848,2026-01,100,100,100,0'],
  ...['14845,2026-03,100,100,100,0', '14848,2026-03,110,120,100,0'],
  '14848,2026-05,120,120,100,0',
];
const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];

describe('the adults of a commune', () => {
  let subgraph: RunningSubgraph;

  beforeAll(async () => {
    subgraph = await startSubgraph(identity, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    const files = {
      'counted-goals': ['goal_code,measure', 'ADULTS_CONFIRMED,ADULTS_CONFIRMED'],
      adults: ['commune_code,adults,as_of,source', ...adults],
      'identity-counts': [header, ...counts],
    };
    for (const [kind, lines] of Object.entries(files))
      expect((await subgraph.import(kind, lines.join('\n'))).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    expect(await subgraph.release()).toMatchObject({ status: 200 });
  });
  afterAll(() => subgraph.stop());

  /** The months' shares in the goal. */
  const shares = async (communeCode: string) => {
    const all = months.map((period) => shareOf(subgraph, { goalCode: 'ADULTS_CONFIRMED', communeCode, period }));
    return (await Promise.all(all)).map((share) => share && { people: share.people, atMost: share.atMost });
  };

  test('bound its counts of before as well, since none falls, and of months without any', async () => {
    // Rounding to 100 would be exact, because the commune has 100 adults in March: so the lower bound is 90.
    expect(await shares('14845')).toEqual(months.map(() => ({ people: 90, atMost: 100 })));
    const others = [100, 100, 110, 110, 120];
    expect(await shares('14848')).toEqual(others.map((people) => ({ people, atMost: people + 9 })));
  });

  test('bound what the tables say, too', async () => {
    const { data } = await subgraph.query(
      `{ identityCounts(commune: "14845") { nodes { month figures {
        adultsConfirmed { people atMost } accountsLevel2 { people atMost } } } } }`,
    );
    const all = { people: 90, atMost: 100 };
    const figures = { adultsConfirmed: all, accountsLevel2: all };
    expect(data['identityCounts'].nodes).toEqual(['2026-01', '2026-03'].map((month) => ({ month, figures })));
  });

  test('are not told by the total of the communes that were counted', async () => {
    const { data } = await subgraph.query(
      '{ identityMonths { nodes { total { adultsConfirmed { people atMost } } } } }',
    );
    const total = (people: number, atMost: number) => ({ total: { adultsConfirmed: { people, atMost } } });
    // A total of 200 would disclose that 14845 has more than 90, since the others have 109 at most.
    expect(data['identityMonths'].nodes).toEqual([total(190, 209), total(200, 219), total(120, 129)]);
  });
});
