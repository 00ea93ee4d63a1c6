import {
  defineLoader,
  nobodyPublished,
  type PeopleCount,
  publishedTable,
  type PublishedWholeAndPart,
  type SubgraphContext,
  type WholeAndPart,
} from '@hub/kit';
import type { CourseClass } from '../class/course-class.entity.js';

/** What may be said of the people of a class, or of an organisation in a course. */
export interface EnrolledPeople {
  readonly learners: PeopleCount;
  readonly passed: PeopleCount;
}

/**
 * The people of whole courses by one column of their enrolments. The cells of a course's classes and those of its
 * learners' organisations have the same sum, so that either betrays a single cell withheld in the other: withholding
 * has to see all of a course's cells.
 */
function countsBy(column: 'class_code' | 'organisation_code') {
  return defineLoader<string, ReadonlyMap<string, PublishedWholeAndPart>>(async (courses, em) => {
    const cells = await em.execute<(WholeAndPart & { course: string; key: string })[]>(
      `select c.course_code as course, coalesce(e.${column}, '') as key,
         count(distinct e.pseudonym)::int as whole,
         (count(distinct e.pseudonym) filter (where e.result = 'PASSED'))::int as part
       from enrolment e join course_class c on c.code = e.class_code
       where c.course_code in (select json_array_elements_text(?::json)) group by 1, 2`,
      [JSON.stringify(courses)],
    );
    const byCourse = Map.groupBy(cells, ({ course }) => course);
    return courses.map(
      (course) => publishedTable(new Map(byCourse.get(course)?.map((cell) => [cell.key, cell]) ?? [])).cells,
    );
  });
}

const countsByClass = countsBy('class_code');
const countsByOrganisation = countsBy('organisation_code');

function enrolled({ whole, part }: PublishedWholeAndPart): EnrolledPeople {
  return { learners: whole, passed: part };
}

/** The people of one class. */
export async function countsOfClass(
  { code, courseCode }: CourseClass,
  context: SubgraphContext,
): Promise<EnrolledPeople> {
  const counts = await countsByClass(context).load(courseCode);
  return enrolled(counts.get(code) ?? nobodyPublished);
}

/** The people of one organisation in one course. */
export interface Participation extends EnrolledPeople {
  readonly courseCode: string;
  /** Null for those of no organisation. */
  readonly organisationCode: string | null;
}

/** Whose people took a course: organisations by code, then those of none. */
export async function participationIn(courseCode: string, context: SubgraphContext): Promise<Participation[]> {
  const counts = await countsByOrganisation(context).load(courseCode);
  const ofNone = counts.get('');
  return [
    ...[...counts]
      .filter(([organisationCode]) => organisationCode !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([organisationCode, people]) => ({ courseCode, organisationCode, ...enrolled(people) })),
    ...(ofNone ? [{ courseCode, organisationCode: null, ...enrolled(ofNone) }] : []),
  ];
}

const coursesTakenBy = defineLoader<string, string[]>(async (organisations, em) => {
  const rows = await em.execute<{ organisation: string; course: string }[]>(
    `select distinct e.organisation_code as organisation, c.course_code as course
     from enrolment e join course_class c on c.code = e.class_code
     where e.organisation_code in (select json_array_elements_text(?::json)) order by 1, 2`,
    [JSON.stringify(organisations)],
  );
  const byOrganisation = Map.groupBy(rows, ({ organisation }) => organisation);
  return organisations.map((code) => (byOrganisation.get(code) ?? []).map(({ course }) => course));
});

/** The courses that an organisation's people took. */
export async function participationOf(organisationCode: string, context: SubgraphContext): Promise<Participation[]> {
  const courses = await coursesTakenBy(context).load(organisationCode);
  const all = await Promise.all(courses.map((course) => participationIn(course, context)));
  return all.flat().filter((one) => one.organisationCode === organisationCode);
}
