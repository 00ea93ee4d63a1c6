import { CompetencyLevel, column, daysInOrder, defineWholeImport, gapsAndOverlaps, GoalEntity } from '@hub/kit';
import { allClaims } from '../claims.js';
import { SchoolLevel } from '../school/school.type.js';
import { PassingLevelEntity } from './passing-level.entity.js';

const rule = { table: 'passing_level', of: ['goal_code', 'school_level'], gaps: 'allowed' } as const;

export const passingLevelImport = defineWholeImport({
  kind: 'passing-levels',
  description:
    "The Department's mapping: the level of competency that pupils of a level of schooling must pass an assessment at to reach a goal, from a day until a day",
  columns: {
    goal_code: column.code,
    school_level: column.oneOf(...Object.values(SchoolLevel)),
    competency_level: column.oneOf(...Object.values(CompetencyLevel)),
    valid_from: column.day,
    valid_until: column.optional(column.day),
    source: column.text,
  },
  key: ['goal_code', 'school_level', 'valid_from'],
  references: { goal_code: [GoalEntity, 'code'] },
  check: (row) => daysInOrder(row, 'valid_from', 'valid_until'),
  entity: PassingLevelEntity,
  entityKey: ['goalCode', 'schoolLevel', 'validFrom'],
  toEntity: (row) => ({
    goalCode: row.goal_code,
    schoolLevel: row.school_level,
    competencyLevel: row.competency_level,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    source: row.source,
  }),
  checkTogether: (em, rows) => gapsAndOverlaps(em, rule, rows),
  claimTogether: (em) => allClaims(em),
});
