import {
  defineLoader,
  listLoader,
  nobodyPublished,
  pageLoader,
  publishedCell,
  type PublishedTable,
  publishedTable,
  type PublishedWholeAndPart,
  type SubgraphContext,
  type WholeAndPart,
} from '@hub/kit';
import { agenciesOfCommune } from '../agency/agency.loader.js';
import { type AgencyCourse, AgencyCourseEntity, type SharedTraining, SharedTrainingEntity } from './training.entity.js';
import type { TrainingSummary } from './training.type.js';

export const coursesOfAgency = listLoader<AgencyCourse>(AgencyCourseEntity, 'agencyCode', 'courseCode');

export const agenciesOfCourse = pageLoader<AgencyCourse>({
  entity: AgencyCourseEntity,
  parentColumn: 'course_code',
  orderColumns: ['agency_code'],
});

export const recordsOfAgency = pageLoader<SharedTraining>({
  entity: SharedTrainingEntity,
  parentColumn: 'agency_code',
  orderColumns: ['completed_on', 'course_code', 'result'],
});

/** Those who completed training, and those of them who passed. */
const counts = `count(distinct pseudonym)::int as whole,
  (count(distinct pseudonym) filter (where result = 'PASSED'))::int as part`;

function summary({ whole, part }: PublishedWholeAndPart): TrainingSummary {
  return { trained: whole, passed: part };
}

/** Summaries by one column of the records: all of its cells are read, since withholding has to see them together. */
function summariesBy(column: 'agency_code' | 'staff_group') {
  return defineLoader<string, TrainingSummary>(async (keys, em) => {
    const rows = await em.execute<(WholeAndPart & { key: string })[]>(
      `select ${column} as key, ${counts} from training_record group by 1`,
    );
    const { cells } = publishedTable(new Map(rows.map((row) => [row.key, row])));
    return keys.map((key) => summary(cells.get(key) ?? nobodyPublished));
  });
}

export const trainingOfAgency = summariesBy('agency_code');
export const trainingOfGroup = summariesBy('staff_group');

const tableOfCourse = defineLoader<string, PublishedTable>(async (courses, em) => {
  const cells = await em.execute<(WholeAndPart & { course: string; agency: string | null })[]>(
    `select course_code as course, agency_code as agency, ${counts} from training_record
     where course_code in (select json_array_elements_text(?::json))
     group by grouping sets ((course_code), (course_code, agency_code))`,
    [JSON.stringify(courses)],
  );
  const byCourse = Map.groupBy(cells, ({ course }) => course);
  return courses.map((course) => {
    const ofCourse = byCourse.get(course) ?? [];
    const total = ofCourse.find(({ agency }) => agency === null);
    const byAgency = new Map(ofCourse.flatMap((cell) => (cell.agency === null ? [] : [[cell.agency, cell]])));
    return publishedTable(byAgency, total);
  });
});

/** The training of all of the public sector's people in one course. */
export async function trainingOfCourse(courseCode: string, context: SubgraphContext): Promise<TrainingSummary> {
  return summary((await tableOfCourse(context).load(courseCode)).total);
}

/** The training of one agency's people in one course. */
export async function trainingOfAgencyInCourse(
  { agencyCode, courseCode }: AgencyCourse,
  context: SubgraphContext,
): Promise<TrainingSummary> {
  const { cells } = await tableOfCourse(context).load(courseCode);
  return summary(cells.get(agencyCode) ?? nobodyPublished);
}

const peopleOfCommune = defineLoader<string, WholeAndPart>(async (communes, em) => {
  const cells = await em.execute<(WholeAndPart & { commune: string })[]>(
    `select a.commune_code as commune, ${counts} from training_record r join agency a on a.code = r.agency_code
     where a.commune_code in (select json_array_elements_text(?::json)) group by 1`,
    [JSON.stringify(communes)],
  );
  const byCommune = new Map(cells.map((cell) => [cell.commune, cell]));
  return communes.map((commune) => byCommune.get(commune) ?? { whole: 0, part: 0 });
});

/**
 * The training of a commune's own agencies. A number that one of its agencies withholds is withheld for the commune
 * too: the other agencies' could be subtracted from it.
 */
export async function trainingOfCommune(communeCode: string, context: SubgraphContext): Promise<TrainingSummary> {
  const agencies = await agenciesOfCommune(context).load(communeCode);
  const [people, ...parts] = await Promise.all([
    peopleOfCommune(context).load(communeCode),
    ...agencies.map(({ code }) => trainingOfAgency(context).load(code)),
  ]);
  const withheld = {
    whole: parts.some(({ trained }) => trained.suppressed),
    part: parts.some(({ passed }) => passed.suppressed),
  };
  return summary(publishedCell(people, withheld));
}
