import { column, daysInOrder, defineWholeImport, gapsAndOverlaps, GoalEntity } from '@hub/kit';
import { HeadlineEntity, HeadlineRule } from './headline.entity.js';

export const headlineImport = defineWholeImport({
  kind: 'headlines',
  title: { vi: 'Kỳ nêu ở trang đầu', en: 'Headline periods' },
  description:
    'By which rule the headline of a goal has its month, from a day until a day; without a row the last month that all expected organisations have reported',
  columns: {
    goal_code: column.code,
    valid_from: column.day,
    valid_until: column.optional(column.day),
    rule: column.oneOf(...Object.values(HeadlineRule)),
  },
  key: ['goal_code', 'valid_from'],
  references: { goal_code: [GoalEntity, 'code'] },
  check: (row) => daysInOrder(row, 'valid_from', 'valid_until'),
  entity: HeadlineEntity,
  entityKey: ['goalCode', 'validFrom'],
  toEntity: (row) => ({
    goalCode: row.goal_code,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    rule: row.rule,
  }),
  checkTogether: (em, rows) => gapsAndOverlaps(em, { table: 'headline', of: ['goal_code'], gaps: 'allowed' }, rows),
});
