import { column, daysInOrder, defineWholeImport, gapsAndOverlaps, GoalEntity } from '@hub/kit';
import { VerdictBoundEntity } from './verdict-bound.entity.js';

export const verdictBoundImport = defineWholeImport({
  kind: 'verdict-bounds',
  title: { vi: 'Ngưỡng đánh giá', en: 'Bounds of verdicts' },
  description:
    'From how many people on a place is judged by a goal; a place whose denominator is smaller gets counts, and no verdict',
  columns: {
    goal_code: column.code,
    valid_from: column.day,
    valid_until: column.optional(column.day),
    least_denominator: column.integer(1, 1_000_000),
  },
  key: ['goal_code', 'valid_from'],
  references: { goal_code: [GoalEntity, 'code'] },
  check: (row) => daysInOrder(row, 'valid_from', 'valid_until'),
  entity: VerdictBoundEntity,
  entityKey: ['goalCode', 'validFrom'],
  toEntity: (row) => ({
    goalCode: row.goal_code,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    leastDenominator: row.least_denominator,
  }),
  checkTogether: (em, rows) =>
    gapsAndOverlaps(em, { table: 'verdict_bound', of: ['goal_code'], gaps: 'allowed' }, rows),
});
