import {
  defineLoader,
  listLoader,
  nobodyPublished,
  pageLoader,
  type PeopleCount,
  type PublishedTable,
  publishedTable,
  type SubgraphContext,
} from '@hub/kit';
import { type SchoolCourse, SchoolCourseEntity } from './teacher-training.entity.js';

export const coursesOfSchool = listLoader<SchoolCourse>(SchoolCourseEntity, 'schoolCode', 'courseCode');

export const schoolsOfCourse = pageLoader<SchoolCourse>({
  entity: SchoolCourseEntity,
  parentColumn: 'course_code',
  orderColumns: ['school_code'],
});

/** A course's teachers by school: all of its cells, since withholding has to see them together. */
const tableOfCourse = defineLoader<string, PublishedTable>(async (courses, em) => {
  const cells = await em.execute<{ course: string; school: string | null; whole: number; part: number }[]>(
    `select course_code as course, school_code as school, count(distinct pseudonym)::int as whole, 0 as part
     from teacher_training where course_code in (select json_array_elements_text(?::json))
     group by grouping sets ((course_code), (course_code, school_code))`,
    [JSON.stringify(courses)],
  );
  const byCourse = Map.groupBy(cells, ({ course }) => course);
  return courses.map((course) => {
    const ofCourse = byCourse.get(course) ?? [];
    const total = ofCourse.find(({ school }) => school === null);
    return publishedTable(
      new Map(ofCourse.flatMap((cell) => (cell.school === null ? [] : [[cell.school, cell]]))),
      total,
    );
  });
});

/** The teachers of all schools who completed a course. */
export async function teachersOfCourse(courseCode: string, context: SubgraphContext): Promise<PeopleCount> {
  return (await tableOfCourse(context).load(courseCode)).total.whole;
}

/** The teachers of one school who completed a course. */
export async function teachersIn({ schoolCode, courseCode }: SchoolCourse, context: SubgraphContext) {
  const { cells } = await tableOfCourse(context).load(courseCode);
  return (cells.get(schoolCode) ?? nobodyPublished).whole;
}
