import { competencyLevel, defineRecord, gapsAndOverlaps, GoalEntity } from '@hub/kit';
import { allClaims, kindsThatClaim } from '../claims.js';
import { schoolLevel } from './school.js';

const rule = { table: 'passing_level', of: ['goal_code', 'school_level'], gaps: 'allowed' } as const;

export const PassingLevel = defineRecord(
  {
    name: 'PassingLevel',
    file: 'passing-levels',
    title: { vi: 'Mức đạt theo cấp học', en: 'Passing levels' },
    description:
      "The Department's mapping: the level of competency that pupils of a level of schooling must pass an assessment at to reach a goal, from a day until a day.",
    shown: 'nobody',
    columns: {
      goal: { kind: 'entity', type: 'Goal', code: "The goal's code." },
      school_level: { kind: 'word', names: ['Cấp học'], words: schoolLevel },
      competency_level: { kind: 'word', names: ['Mức năng lực', 'Mức đạt'], words: competencyLevel },
      valid_from: { kind: 'day', names: ['Áp dụng từ', 'Từ ngày'] },
      valid_until: { kind: 'day', names: ['Áp dụng đến', 'Đến ngày'], optional: true, after: 'valid_from' },
      source: { kind: 'text' },
    },
    key: ['goal', 'school_level', 'valid_from'],
  },
  {
    references: { goal_code: [GoalEntity, 'code'] },
    checkTogether: (em, rows) => gapsAndOverlaps(em, rule, rows),
    claimTogether: (em) => allClaims(em),
    claimsOf: Object.values(kindsThatClaim),
  },
);
