import type { CheckedRow, Rejection, SqlEntityManager } from '@hub/kit';

interface HeldLesson {
  readonly code: string;
  readonly class: string;
  readonly day: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly attendances: number;
  readonly pupils: number;
}

/** Finds lessons outside their class's school year, and lessons with more attendances than pupils in the class. */
export async function lessonsFit(em: SqlEntityManager, rows: readonly CheckedRow[]): Promise<Rejection[]> {
  const wrong = await em.execute<HeldLesson[]>(
    `select * from (
       select l.code, l.class_code as class, l.held_on::text as day, l.first_day::text as "firstDay",
         l.last_day::text as "lastDay", l.attendances, (
           select count(*)::int from enrolment e where e.class_code = l.class_code
             and l.held_on between e.enrolled_on and coalesce(e.left_on, l.last_day)) as pupils
       from placed_lesson l where l.code in (select json_array_elements_text(?::json))
     ) held where attendances > pupils order by code`,
    [JSON.stringify(rows.map(({ row }) => row['code']))],
  );
  const lines = new Map(rows.map(({ line, row }) => [row['code'], line]));
  return wrong.map((lesson) => ({ row: lines.get(lesson.code) ?? 1, ...faultOf(lesson) }));
}

function faultOf({ class: code, day, firstDay, lastDay, attendances, pupils }: HeldLesson): Omit<Rejection, 'row'> {
  if (day < firstDay || day > lastDay) {
    const reason = `expected a day of the school year of the class ${code} (${firstDay} to ${lastDay}), got ${day}`;
    return { column: 'held_on', reason };
  }
  const reason = `expected at most ${pupils}, the pupils of the class ${code} on ${day}, got ${attendances}`;
  return { column: 'attendances', reason };
}
