import type { CheckedRow, Rejection, SqlEntityManager } from '@hub/kit';

/**
 * Finds assessments on days on which the pupil is in no class.
 * @param column the file's faulty column: `assessed_on` of assessments, `left_on` of enrolments.
 */
export async function assessmentsFit(
  em: SqlEntityManager,
  rows: readonly CheckedRow[],
  column: 'assessed_on' | 'left_on',
): Promise<Rejection[]> {
  const wrong = await em.execute<{ pseudonym: string; day: string }[]>(
    `select distinct a.pseudonym, a.assessed_on::text as day from assessment a
     where a.pseudonym in (select json_array_elements_text(?::json)) and not exists (
       select from enrolment e join school_class c on c.code = e.class_code
       where e.pseudonym = a.pseudonym and a.assessed_on between e.enrolled_on and coalesce(e.left_on, c.last_day))
     order by 1, 2`,
    [JSON.stringify([...new Set(rows.map(({ row }) => row['citizen_number']))])],
  );
  const byPupil = Map.groupBy(rows, ({ row }) => row['citizen_number']);
  return wrong.map(({ pseudonym, day }) => {
    const own = byPupil.get(pseudonym) ?? [];
    const one = own.find(({ row }) => row['assessed_on'] === day) ?? own[0];
    const reason =
      column === 'assessed_on'
        ? `expected a day on which the pupil is enrolled in a class, got ${day}`
        : `expected the pupil to stay enrolled on ${day}, the day of an assessment, got no class for that day`;
    return { row: one?.line ?? 1, column, reason };
  });
}
