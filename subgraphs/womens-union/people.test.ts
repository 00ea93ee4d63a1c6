import { womensUnion } from './src/subgraph.js';
import { person, testRightsOf } from '../../test/support/rights.js';

testRightsOf({
  definition: womensUnion,
  files: (numbers) => [
    ['branches', 'code,commune_code,name_vi,name_en,member_count', 'B,14845,Hội,Union,120'],
    [
      'learning-groups',
      'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code',
      ...['G', 'H'].map((code) => `${code},B,14845,Tổ,Group,TEACHER,2025-06-01,`),
    ],
    [
      'group-members',
      'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on',
      ...numbers.flatMap((one) => [
        `G,${one},${person},2026-01-01,2026-02-01`,
        `H,${one},${person},2026-01-01,2026-03-01`,
      ]),
    ],
    [
      'digital-identities',
      'citizen_number,full_name,sex,birth_year,commune_code,level,registered_on',
      ...numbers.map((one) => `${one},${person},2,2026-01-01`),
    ],
  ],
  held: { group_member: 2, digital_identity: 1, ledger_entry: 2 },
  kept: [],
});
