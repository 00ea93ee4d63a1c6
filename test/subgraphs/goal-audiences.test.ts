import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { womensUnion } from '@hub/womens-union';
import { newDatabase } from '../support/database.js';
import { goalFile, goalRow } from '../support/goal-files.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';

const header = 'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on';

describe('who counts for a goal', () => {
  let subgraph: RunningSubgraph;
  let members = 0;

  /** Has people of a year of birth complete a group on a day; returns what the import says. */
  const completing = (birthYear: number, day: string) => {
    members += 1;
    const row = `G,${String(members).padStart(12, '0')},Lê Thị Hoa,FEMALE,${birthYear},14845,2026-01-01,${day}`;
    return subgraph.import('group-members', `${header}\n${row}\n`);
  };
  const counted = async () => {
    const [row] = await subgraph.execute(
      `select count(*)::int as people from ledger_person where goal_code = 'ADULTS_BASIC'`,
    );
    return row?.['people'];
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(womensUnion, newDatabase(), { now: () => new Date('2027-06-01T00:00:00Z') });
    const branch = 'code,commune_code,name_vi,name_en,member_count\nB,14845,Chi hội,Branch,40';
    const group =
      'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG,B,14845,Tổ,Group,BRANCH_CHAIR,2025-06-01,';
    expect((await subgraph.import('branches', branch)).at(-1)).toMatchObject({ written: 1 });
    expect((await subgraph.import('learning-groups', group)).at(-1)).toMatchObject({ written: 1 });
  });
  afterAll(() => subgraph.stop());

  test('is said by the goal, as it is laid down on the day', async () => {
    await completing(2009, '2026-06-01');
    expect(await counted()).toBe(0);
    await completing(2008, '2026-06-01');
    expect(await counted()).toBe(1);

    const youth = 'FROM_16,Từ 16 tuổi,From 16 on,16,,';
    expect((await subgraph.import('audiences', goalFile('audiences', youth))).at(-1)).toMatchObject({ written: 1 });
    const rows = [
      goalRow({ code: 'ADULTS_BASIC', from: '2025-04-24', until: '2026-12-31' }),
      goalRow({ code: 'ADULTS_BASIC', from: '2027-01-01', audience: 'FROM_16', deadline: '2028-12-31' }),
    ];
    expect((await subgraph.import('goals', goalFile('goals', ...rows))).at(-1)).toMatchObject({ written: 2 });
    await completing(2010, '2027-02-01');
    expect(await counted()).toBe(2);
    await completing(2010, '2026-12-31');
    expect(await counted()).toBe(2);
  });

  test('is not said by a goal that the organisation does not know: the row is refused', async () => {
    await subgraph.execute(`delete from goal where code = 'ADULTS_BASIC'`);
    expect(await completing(1980, '2026-06-01')).toEqual([
      {
        ...{ type: 'rejected', row: 2, column: '' },
        reason: expect.stringContaining('expected the goal ADULTS_BASIC, for which this row counts'),
      },
      expect.objectContaining({ type: 'done', read: 1, written: 0, rejected: 1 }),
    ]);
  });
});
