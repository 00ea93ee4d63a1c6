import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CheckedRow, Rejection } from '../file/check-row.js';
import * as column from '../file/column.js';
import { daysInOrder } from '../file/days-in-order.js';
import { defineWholeImport } from './whole-import.js';
import { gapsAndOverlaps } from '../file/validity.js';
import { AudienceEntity, GoalEntity } from '../goals/goal.entity.js';

export const audienceImport = defineWholeImport({
  kind: 'audiences',
  title: { vi: 'Đối tượng của mục tiêu', en: 'Audiences of goals' },
  description: 'The people that goals count: people of an age, or, without ages, a group from organisations’ records',
  columns: {
    code: column.code,
    title_vi: column.text,
    title_en: column.text,
    age_from: column.optional(column.integer(0, 150)),
    age_until: column.optional(column.integer(0, 150)),
    age_on: column.optional(column.day),
  },
  key: ['code'],
  check: ({ age_from, age_until, age_on }) => {
    if (age_from !== null && age_until !== null && age_until < age_from)
      return { column: 'age_until', reason: `expected an age of at least age_from (${age_from}), got ${age_until}` };
    return age_on !== null && age_from === null && age_until === null
      ? { column: 'age_on', reason: `expected nothing where no age is asked, got ${age_on}` }
      : undefined;
  },
  entity: AudienceEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    titleVi: row.title_vi,
    titleEn: row.title_en,
    ageFrom: row.age_from,
    ageUntil: row.age_until,
    ageOn: row.age_on,
  }),
});

export const goalImport = defineWholeImport({
  kind: 'goals',
  title: { vi: 'Mục tiêu', en: 'Goals' },
  description: 'A goal of the movement from a day on; the row before it stays, and ends the day before',
  columns: {
    code: column.code,
    valid_from: column.day,
    valid_until: column.optional(column.day),
    title_vi: column.text,
    title_en: column.text,
    audience: column.code,
    target: column.decimal(0, 1),
    base: column.decimal(0, 1),
    starts_on: column.day,
    deadline: column.day,
    report_due_days: column.optional(column.integer(0, 366)),
    follows: column.optional(column.code),
    source: column.text,
    as_of: column.pastDay,
  },
  key: ['code', 'valid_from'],
  references: { audience: [AudienceEntity, 'code'], follows: [GoalEntity, 'code'] },
  check: (row) => {
    const { starts_on, deadline, code, follows, base, target } = row;
    if (deadline <= starts_on)
      return { column: 'deadline', reason: `expected a day after starts_on (${starts_on}), got ${deadline}` };
    if (target <= base) return { column: 'target', reason: `expected more than base (${base}), got ${target}` };
    if (follows === code) return { column: 'follows', reason: 'expected another goal, got the goal itself' };
    return daysInOrder(row, 'valid_from', 'valid_until');
  },
  entity: GoalEntity,
  entityKey: ['code', 'validFrom'],
  toEntity: (row) => ({
    code: row.code,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    titleVi: row.title_vi,
    titleEn: row.title_en,
    audience: row.audience,
    target: row.target,
    base: row.base,
    startsOn: row.starts_on,
    deadline: row.deadline,
    reportDueDays: row.report_due_days,
    follows: row.follows,
    source: row.source,
    asOf: row.as_of,
  }),
  checkTogether: async (em, rows) => [
    ...(await gapsAndOverlaps(em, { table: 'goal', of: ['code'] }, rows)),
    ...(await followersInOrder(em, rows)),
  ],
});

/** Requires that a goal begins after the goal that it follows, so that no chain of goals is a circle. */
async function followersInOrder(em: SqlEntityManager, rows: readonly CheckedRow[]): Promise<Rejection[]> {
  const wrong = await em.execute<{ code: string; former: string; starts: string; formerStarts: string }[]>(
    `select distinct g.code, f.code as former, g.starts_on::text as starts, f.starts_on::text as "formerStarts"
     from goal g join goal f on f.code = g.follows where f.starts_on >= g.starts_on order by 1`,
  );
  return wrong.flatMap(({ code, former, starts, formerStarts }) => {
    const one = rows.find(({ row }) => row['code'] === code) ?? rows.find(({ row }) => row['code'] === former);
    const reason = `expected ${code} to start after ${former}, which it follows, starts (${formerStarts}), got ${starts}`;
    return one ? [{ row: one.line, column: 'starts_on', reason }] : [];
  });
}
