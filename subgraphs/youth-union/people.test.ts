import { youthUnion } from './src/subgraph.js';
import { person, testRightsOf } from '../../test/support/rights.js';

testRightsOf({
  definition: youthUnion,
  files: (numbers) => [
    ['teams', 'code,commune_code,name_vi,name_en,founded_on,skills', 'T,14845,Đội,Team,2025-06-01,ONLINE_SAFETY'],
    [
      'team-members',
      'team_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,trained_on',
      ...numbers.map((one) => `T,${one},${person},2026-01-01,2026-01-02`),
    ],
    [
      'guided-people',
      'citizen_number,full_name,sex,birth_year,commune_code,guided_on,passed_on',
      ...numbers.map((one) => `${one},${person},2026-01-01,2026-02-01`),
    ],
  ],
  held: { team_member: 1, guided_person: 1, ledger_entry: 2 },
  kept: [],
});
