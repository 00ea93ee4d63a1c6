import { column, defineImport, GoalEntity } from '@hub/kit';
import { GoalImplicationEntity } from './goal-implication.entity.js';

export const goalImplicationImport = defineImport({
  kind: 'goal-implications',
  title: { vi: 'Mục tiêu bao hàm mục tiêu', en: 'Goals that imply others' },
  description: 'Goals whose people must all count in another goal, with the reason if figures contradict it',
  columns: {
    goal_code: column.code,
    implied_code: column.code,
    reason_vi: column.optional(column.text),
    reason_en: column.optional(column.text),
  },
  key: ['goal_code', 'implied_code'],
  references: { goal_code: [GoalEntity, 'code'], implied_code: [GoalEntity, 'code'] },
  entity: GoalImplicationEntity,
  entityKey: ['goalCode', 'impliedCode'],
  toEntity: (row) => ({
    goalCode: row.goal_code,
    impliedCode: row.implied_code,
    reasonVi: row.reason_vi,
    reasonEn: row.reason_en,
  }),
});
