import { column, defineWholeImport, gapsAndOverlaps } from '@hub/kit';
import { byGoalInTime, goalInTime, ofGoalInTime, oncePerGoal } from '../goal/of-goal-in-time.js';
import { ReleaseBoundEntity } from './release-bound.entity.js';

export const releaseBoundImport = defineWholeImport({
  kind: 'release-bounds',
  title: { vi: 'Giới hạn kiểm tra đợt công bố', en: 'Bounds of releases' },
  description:
    'How much a release may say of a goal in a place before it waits to be accepted: shares of the denominator, from a day until a day',
  columns: {
    ...ofGoalInTime,
    most_share: column.decimal(0.01, 100),
    most_growth: column.optional(column.decimal(0.001, 100)),
    least_people: column.integer(0, 1_000_000),
  },
  ...byGoalInTime,
  entity: ReleaseBoundEntity,
  toEntity: (row) => ({
    ...goalInTime(row),
    mostShare: row.most_share,
    mostGrowth: row.most_growth,
    leastPeople: row.least_people,
  }),
  checkTogether: (em, rows) => gapsAndOverlaps(em, oncePerGoal('release_bound'), rows),
});
