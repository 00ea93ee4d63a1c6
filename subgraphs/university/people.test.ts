import { university } from './src/subgraph.js';
import { person, testRightsOf } from '../../test/support/rights.js';

testRightsOf({
  definition: university,
  files: (numbers) => [
    ['courses', 'code,title_vi,title_en,skill_groups,goal_code,hours', 'C,Khóa,Course,SAFETY,ADULTS_BASIC,8'],
    [
      'classes',
      'code,course_code,goal_code,commune_code,starts_on,ends_on,mode,capacity',
      'K,C,ADULTS_BASIC,14845,2026-01-01,2026-02-01,IN_PERSON,60',
    ],
    [
      'enrolments',
      'class_code,citizen_number,full_name,sex,birth_year,commune_code,organisation_code,goal_code,enrolled_on,result,result_on',
      ...numbers.map((one) => `K,${one},${person},,ADULTS_BASIC,2026-01-01,PASSED,2026-02-01`),
    ],
  ],
  held: { enrolment: 1, ledger_entry: 1 },
  kept: ['enrolment'],
});
