import { GoalEntity } from '../goals/goal.entity.js';
import * as column from '../file/column.js';
import type { ImportKind } from '../file/import-kind.js';
import { defineWholeImport } from './whole-import.js';
import { CountedGoalEntity } from '../ledger/counted-goal.entity.js';
import type { CountTable } from '../ledger/counted-goals.js';

/** The organisation's mapping from its counts to goals; what they contribute follows at once. */
export function countedGoalImport({ measures }: CountTable): ImportKind {
  return defineWholeImport({
    kind: 'counted-goals',
    title: { vi: 'Bản ghi tính cho mục tiêu', en: 'What counts for goals' },
    description: 'A goal, and which of the counts contributes to it; nothing where none does any more',
    columns: {
      goal_code: column.code,
      measure: column.optional(column.oneOf(...Object.keys(measures))),
    },
    key: ['goal_code'],
    references: { goal_code: [GoalEntity, 'code'] },
    entity: CountedGoalEntity,
    entityKey: ['goalCode'],
    toEntity: (row) => ({ goalCode: row.goal_code, measure: row.measure }),
  });
}
