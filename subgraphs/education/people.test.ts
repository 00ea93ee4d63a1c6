import { education } from './src/subgraph.js';
import { person, testRightsOf } from '../../test/support/rights.js';

testRightsOf({
  definition: education,
  files: (numbers) => [
    ['schools', 'code,name_vi,name_en,commune_code,levels,type,team_code', 'S,Trường,School,14845,CONTINUING,PUBLIC,'],
    ['school-classes', 'code,school_code,school_year,level,grade,name', 'K,S,2025-2026,CONTINUING,10,10A'],
    [
      'passing-levels',
      'goal_code,school_level,competency_level,valid_from,valid_until,source',
      'PUPILS,CONTINUING,BASIC,2025-04-24,,A test',
    ],
    ['pupils', 'citizen_number,full_name,sex,birth_year,commune_code', ...numbers.map((one) => `${one},${person}`)],
    [
      'enrolments',
      'class_code,citizen_number,enrolled_on,entry,left_on,exit',
      ...numbers.map((one) => `K,${one},2025-09-05,NEW,,`),
    ],
    [
      'assessments',
      'citizen_number,assessed_on,level,result',
      ...numbers.map((one) => `${one},2026-03-02,BASIC,PASSED`),
    ],
    [
      'teacher-trainings',
      'school_code,citizen_number,full_name,course_code,completed_on',
      ...numbers.map((one) => `S,${one},Lê Thị Mai,C,2026-02-01`),
    ],
  ],
  held: { assessment: 1, enrolment: 1, pupil: 1, teacher_training: 1, ledger_entry: 1 },
  kept: [],
});
