import { column, daysInOrder, defineWholeImport, gapsAndOverlaps, GoalEntity } from '@hub/kit';
import { OrganisationEntity } from '../organisation/organisation.entity.js';
import { GoalExpectationEntity } from './goal-expectation.entity.js';

const rule = { table: 'goal_expectation', of: ['goal_code', 'organisation_code'], gaps: 'allowed' } as const;

export const goalExpectationImport = defineWholeImport({
  kind: 'goal-expectations',
  title: { vi: 'Tổ chức phải báo cáo', en: 'Who must report' },
  description: 'An organisation that a goal counts on, from a day until a day',
  columns: {
    goal_code: column.code,
    organisation_code: column.code,
    valid_from: column.day,
    valid_until: column.optional(column.day),
    counts_withheld: column.optional(column.flag),
  },
  key: ['goal_code', 'organisation_code', 'valid_from'],
  references: { goal_code: [GoalEntity, 'code'], organisation_code: [OrganisationEntity, 'code'] },
  check: (row) => daysInOrder(row, 'valid_from', 'valid_until'),
  entity: GoalExpectationEntity,
  entityKey: ['goalCode', 'organisationCode', 'validFrom'],
  toEntity: (row) => ({
    goalCode: row.goal_code,
    organisationCode: row.organisation_code,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    countsWithheld: row.counts_withheld ?? false,
  }),
  checkTogether: (em, rows) => gapsAndOverlaps(em, rule, rows),
});
