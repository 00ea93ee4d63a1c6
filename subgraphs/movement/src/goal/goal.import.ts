import { column, defineImport } from '@hub/kit';
import { OrganisationEntity } from '../organisation/organisation.entity.js';
import { GoalEntity, GoalExpectationEntity } from './goal.entity.js';

export const goalImport = defineImport({
  kind: 'goals',
  description: 'A goal of the movement with its target, deadline and source',
  columns: {
    code: column.code,
    title_vi: column.text,
    title_en: column.text,
    audience: column.code,
    target: column.decimal(0, 1),
    base: column.decimal(0, 1),
    starts_on: column.day,
    deadline: column.day,
    source: column.text,
    as_of: column.pastDay,
  },
  key: ['code'],
  check: ({ starts_on, deadline }) =>
    deadline <= starts_on
      ? { column: 'deadline', reason: `expected a day after starts_on (${starts_on}), got ${deadline}` }
      : undefined,
  entity: GoalEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    titleVi: row.title_vi,
    titleEn: row.title_en,
    audience: row.audience,
    target: row.target,
    base: row.base,
    startsOn: row.starts_on,
    deadline: row.deadline,
    source: row.source,
    asOf: row.as_of,
  }),
});

export const goalExpectationImport = defineImport({
  kind: 'goal-expectations',
  description: 'An organisation that a goal counts on',
  columns: { goal_code: column.code, organisation_code: column.code },
  key: ['goal_code', 'organisation_code'],
  references: { goal_code: [GoalEntity, 'code'], organisation_code: [OrganisationEntity, 'code'] },
  entity: GoalExpectationEntity,
  entityKey: ['goalCode', 'organisationCode'],
  toEntity: (row) => ({ goalCode: row.goal_code, organisationCode: row.organisation_code }),
});
