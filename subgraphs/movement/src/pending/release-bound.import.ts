import { column, daysInOrder, defineWholeImport, gapsAndOverlaps, GoalEntity } from '@hub/kit';
import { ReleaseBoundEntity } from './release-bound.entity.js';

export const releaseBoundImport = defineWholeImport({
  kind: 'release-bounds',
  title: { vi: 'Giới hạn kiểm tra đợt công bố', en: 'Bounds of releases' },
  description:
    'How much a release may say of a goal in a place before it waits to be accepted: shares of the denominator, from a day until a day',
  columns: {
    goal_code: column.code,
    valid_from: column.day,
    valid_until: column.optional(column.day),
    most_share: column.decimal(0.01, 100),
    most_growth: column.optional(column.decimal(0.001, 100)),
    least_people: column.integer(0, 1_000_000),
  },
  key: ['goal_code', 'valid_from'],
  references: { goal_code: [GoalEntity, 'code'] },
  check: (row) => daysInOrder(row, 'valid_from', 'valid_until'),
  entity: ReleaseBoundEntity,
  entityKey: ['goalCode', 'validFrom'],
  toEntity: (row) => ({
    goalCode: row.goal_code,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    mostShare: row.most_share,
    mostGrowth: row.most_growth,
    leastPeople: row.least_people,
  }),
  checkTogether: (em, rows) =>
    gapsAndOverlaps(em, { table: 'release_bound', of: ['goal_code'], gaps: 'allowed' }, rows),
});
