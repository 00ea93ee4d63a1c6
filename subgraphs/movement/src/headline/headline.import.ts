import { column, defineWholeImport, gapsAndOverlaps } from '@hub/kit';
import { byGoalInTime, goalInTime, ofGoalInTime, oncePerGoal } from '../goal/of-goal-in-time.js';
import { HeadlineEntity, HeadlineRule } from './headline.entity.js';

export const headlineImport = defineWholeImport({
  kind: 'headlines',
  title: { vi: 'Kỳ nêu ở trang đầu', en: 'Headline periods' },
  description:
    'By which rule the headline of a goal has its month, from a day until a day; without a row the last month that all expected organisations have reported',
  columns: {
    ...ofGoalInTime,
    rule: column.oneOf(...Object.values(HeadlineRule)),
  },
  ...byGoalInTime,
  entity: HeadlineEntity,
  toEntity: (row) => ({
    ...goalInTime(row),
    rule: row.rule,
  }),
  checkTogether: (em, rows) => gapsAndOverlaps(em, oncePerGoal('headline'), rows),
});
