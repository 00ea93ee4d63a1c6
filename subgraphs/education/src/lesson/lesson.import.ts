import {
  type CheckedRow,
  column,
  defineWholeImport,
  DigitalSkillGroup,
  type Rejection,
  type SqlEntityManager,
} from '@hub/kit';
import { claimsOfLessons } from '../claims.js';
import { SchoolClassEntity } from '../class/school-class.entity.js';
import { LessonEntity } from './lesson.entity.js';

export const lessonImport = defineWholeImport({
  kind: 'digital-skills-lessons',
  description: 'A lesson in digital skills of one class: the groups of skills, and how many of the class attended',
  columns: {
    code: column.code,
    class_code: column.code,
    held_on: column.pastDay,
    skill_groups: column.listOf(column.oneOf(...Object.values(DigitalSkillGroup))),
    attendances: column.integer(0, 1000),
  },
  key: ['code'],
  references: { class_code: [SchoolClassEntity, 'code'] },
  check: ({ skill_groups }) =>
    skill_groups.length === 0
      ? { column: 'skill_groups', reason: 'expected at least one group of skills, got none' }
      : undefined,
  entity: LessonEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    classCode: row.class_code,
    heldOn: row.held_on,
    skillGroups: row.skill_groups,
    attendances: row.attendances,
  }),
  checkTogether: lessonsFit,
  claimTogether: claimsOfLessons,
});

interface HeldLesson {
  readonly code: string;
  readonly class: string;
  readonly day: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly attendances: number;
  readonly pupils: number;
}

/** Finds the lessons outside their class's school year, and those with more attendances than the class had pupils. */
async function lessonsFit(em: SqlEntityManager, rows: readonly CheckedRow[]): Promise<Rejection[]> {
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
