import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { womensUnion } from '@hub/womens-union';
import { testDatabases } from '../support/database.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';

describe.each(testDatabases)('the Women’s Union on $name', ({ create }) => {
  let subgraph: RunningSubgraph;

  beforeAll(async () => {
    subgraph = await startSubgraph(womensUnion, await create());
    await subgraph.import(
      'branches',
      'code,commune_code,name_vi,name_en,member_count\nB1,14845,Hội Mường Lát,Muong Lat,120\n',
    );
  });
  afterAll(() => subgraph.stop());

  test('a learning group says which Digital Literacy team supports it', async () => {
    const lines = await subgraph.import(
      'learning-groups',
      'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG1,B1,14845,Nhóm 1,Group 1,TEACHER,2025-06-01,DLT-001\n',
    );
    expect(lines).toEqual([{ type: 'done', read: 1, written: 1, rejected: 0 }]);
    const { data } = await subgraph.query(
      '{ learningGroup(code: "G1") { name supportedBy { code } branch { name } foundedOn } }',
    );
    expect(data['learningGroup']).toEqual({
      name: 'Nhóm 1',
      supportedBy: { code: 'DLT-001' },
      branch: { name: 'Hội Mường Lát' },
      foundedOn: '2025-06-01',
    });
  });
});
