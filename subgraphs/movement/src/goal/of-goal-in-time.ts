import { column, daysInOrder, GoalEntity } from '@hub/kit';

/** The columns of a file about goals, with a row for each span of days. */
export const ofGoalInTime = {
  goal_code: column.code,
  valid_from: column.day,
  valid_until: column.optional(column.day),
};

interface RowOfGoal {
  readonly goal_code: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
}

/** The key of the rows of such a file, and the check of each row. */
export const byGoalInTime = {
  key: ['goal_code', 'valid_from'],
  references: { goal_code: [GoalEntity, 'code'] },
  check: (row: RowOfGoal) => daysInOrder(row, 'valid_from', 'valid_until'),
  entityKey: ['goalCode', 'validFrom'],
} as const;

/** The properties that every row of such a file has. */
export function goalInTime(row: RowOfGoal) {
  return { goalCode: row.goal_code, validFrom: row.valid_from, validUntil: row.valid_until };
}

/** The rule of such a table: a goal may have no row on a day. */
export function oncePerGoal(table: string) {
  return { table, of: ['goal_code'], gaps: 'allowed' } as const;
}
