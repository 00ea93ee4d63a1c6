import { column, defineWholeImport, gapsAndOverlaps } from '@hub/kit';
import { byGoalInTime, goalInTime, ofGoalInTime, oncePerGoal } from '../goal/of-goal-in-time.js';
import { VerdictBoundEntity } from './verdict-bound.entity.js';

export const verdictBoundImport = defineWholeImport({
  kind: 'verdict-bounds',
  title: { vi: 'Ngưỡng đánh giá', en: 'Bounds of verdicts' },
  description:
    'From how many people on a place is judged by a goal; a place whose denominator is smaller gets counts, and no verdict',
  columns: {
    ...ofGoalInTime,
    least_denominator: column.integer(1, 1_000_000),
  },
  ...byGoalInTime,
  entity: VerdictBoundEntity,
  toEntity: (row) => ({
    ...goalInTime(row),
    leastDenominator: row.least_denominator,
  }),
  checkTogether: (em, rows) => gapsAndOverlaps(em, oncePerGoal('verdict_bound'), rows),
});
