import { publicSector } from './src/subgraph.js';
import { person, testRightsOf } from '../../test/support/rights.js';

testRightsOf({
  definition: publicSector,
  files: (numbers) => [
    ['agencies', 'code,parent_code,level,name_vi,name_en,commune_code', 'A,,PROVINCE,UBND,Committee,'],
    [
      'training-records',
      'agency_code,citizen_number,full_name,sex,birth_year,commune_code,staff_group,course_code,completed_on,result',
      ...numbers.map((one) => `A,${one},${person},CADRE,C,2026-02-01,PASSED`),
    ],
  ],
  held: { training_record: 1, ledger_entry: 2 },
  kept: [],
});
