import type { CheckedRow, Rejection, SqlEntityManager } from '@hub/kit';

/**
 * Finds classes whose level their school does not teach.
 * @param column the file's faulty column: `levels` of schools, `level` of classes.
 */
export async function classesFit(
  em: SqlEntityManager,
  rows: readonly CheckedRow[],
  column: 'levels' | 'level',
): Promise<Rejection[]> {
  const wrong = await em.execute<{ code: string; level: string; school: string; levels: string }[]>(
    `select c.code, c.level, s.code as school, array_to_string(s.levels, ', ') as levels
     from school_class c join school s on s.code = c.school_code
     where not c.level = any(s.levels)
       and ${column === 'levels' ? 's' : 'c'}.code in (select json_array_elements_text(?::json)) order by 1`,
    [JSON.stringify(rows.map(({ row }) => row['code']))],
  );
  return wrong.map(({ code, level, school, levels }) =>
    column === 'levels'
      ? fault(rows, school, column, `expected ${level}, too, the level of the class ${code}, got ${levels}`)
      : fault(rows, code, column, `expected a level that the school ${school} teaches (${levels}), got ${level}`),
  );
}

/** Finds classes with pupils' or lessons' days outside their school year, which the file may have changed. */
export async function rowsFitTheirClass(em: SqlEntityManager, rows: readonly CheckedRow[]): Promise<Rejection[]> {
  const wrong = await em.execute<{ code: string; day: string; year: string }[]>(
    `with asked as (select json_array_elements_text(?::json) as code), dated as (
       select class_code, enrolled_on as day from enrolment
       union all select class_code, left_on from enrolment where left_on is not null
       union all select class_code, held_on from digital_skills_lesson
     )
     select c.code, min(d.day)::text as day, c.school_year as year
     from asked join school_class c on c.code = asked.code join dated d on d.class_code = c.code
     where d.day not between c.first_day and c.last_day group by c.code, c.school_year order by 1`,
    [JSON.stringify(rows.map(({ row }) => row['code']))],
  );
  return wrong.map(({ code, day, year }) =>
    fault(rows, code, 'school_year', `expected the school year of ${day}, a day of its pupils or lessons, got ${year}`),
  );
}

function fault(rows: readonly CheckedRow[], code: string, column: string, reason: string): Rejection {
  return { row: rows.find(({ row }) => row['code'] === code)?.line ?? 1, column, reason };
}
