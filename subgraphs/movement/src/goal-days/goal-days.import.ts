import { column, defineWholeImport, GoalEntity } from '@hub/kit';
import { GoalDaysEntity, GoalDaysKind } from './goal-days.entity.js';

export const goalDaysImport = defineWholeImport({
  kind: 'goal-days',
  title: { vi: 'Hạn của mục tiêu', en: 'Due days of goals' },
  description:
    'How many days after a month’s end a goal’s reports (REPORT) and its publication (PUBLICATION) are due, and how many after its deadline late data counts (CLOSING), from a month on',
  columns: {
    goal_code: column.code,
    kind: column.oneOf(...Object.values(GoalDaysKind)),
    from_month: column.month,
    days: column.integer(0, 366),
    basis: column.text,
  },
  key: ['goal_code', 'kind', 'from_month'],
  references: { goal_code: [GoalEntity, 'code'] },
  entity: GoalDaysEntity,
  entityKey: ['goalCode', 'kind', 'fromMonth'],
  toEntity: (row) => ({
    goalCode: row.goal_code,
    kind: row.kind,
    fromMonth: row.from_month,
    days: row.days,
    basis: row.basis,
  }),
});
