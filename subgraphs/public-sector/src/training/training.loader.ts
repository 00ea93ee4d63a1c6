import { defineLoader, listLoader, pageLoader, type SubgraphContext } from '@hub/kit';
import { agenciesOfCommune } from '../agency/agency.loader.js';
import { type AgencyCourse, AgencyCourseEntity, type SharedTraining, SharedTrainingEntity } from './training.entity.js';
import {
  nobodyTrained,
  type PublishedTraining,
  publishedTraining,
  summaryOf,
  type TrainedPeople,
} from './training.summary.js';
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

const people = `count(distinct pseudonym)::int as trained,
  (count(distinct pseudonym) filter (where result = 'PASSED'))::int as passed`;

/** Summaries by one column of the records: all of its cells are read, since withholding has to see them together. */
function summariesBy(column: 'agency_code' | 'staff_group') {
  return defineLoader<string, TrainingSummary>(async (keys, em) => {
    const cells = await em.execute<(TrainedPeople & { key: string })[]>(
      `select ${column} as key, ${people} from training_record group by 1`,
    );
    const published = publishedTraining(new Map(cells.map((cell) => [cell.key, cell])));
    return keys.map((key) => published.cells.get(key) ?? nobodyTrained);
  });
}

export const trainingOfAgency = summariesBy('agency_code');
export const trainingOfGroup = summariesBy('staff_group');

/** A course's training in the whole public sector, and its cells by agency. */
export const trainingOfCourse = defineLoader<string, PublishedTraining>(async (courses, em) => {
  const cells = await em.execute<(TrainedPeople & { course: string; agency: string | null })[]>(
    `select course_code as course, agency_code as agency, ${people} from training_record
     where course_code in (select json_array_elements_text(?::json))
     group by grouping sets ((course_code), (course_code, agency_code))`,
    [JSON.stringify(courses)],
  );
  const byCourse = Map.groupBy(cells, ({ course }) => course);
  return courses.map((course) => {
    const ofCourse = byCourse.get(course) ?? [];
    const total = ofCourse.find(({ agency }) => agency === null);
    const byAgency = new Map(ofCourse.flatMap((cell) => (cell.agency === null ? [] : [[cell.agency, cell]])));
    return publishedTraining(byAgency, total);
  });
});

const peopleOfCommune = defineLoader<string, TrainedPeople>(async (communes, em) => {
  const cells = await em.execute<(TrainedPeople & { commune: string })[]>(
    `select a.commune_code as commune, ${people} from training_record r join agency a on a.code = r.agency_code
     where a.commune_code in (select json_array_elements_text(?::json)) group by 1`,
    [JSON.stringify(communes)],
  );
  const byCommune = new Map(cells.map((cell) => [cell.commune, cell]));
  return communes.map((commune) => byCommune.get(commune) ?? { trained: 0, passed: 0 });
});

/**
 * The training of a commune's own agencies. A number that one of its agencies withholds is withheld for the commune
 * too: the other agencies' could be subtracted from it.
 */
export async function trainingOfCommune(communeCode: string, context: SubgraphContext): Promise<TrainingSummary> {
  const agencies = await agenciesOfCommune(context).load(communeCode);
  const [whole, ...parts] = await Promise.all([
    peopleOfCommune(context).load(communeCode),
    ...agencies.map(({ code }) => trainingOfAgency(context).load(code)),
  ]);
  return summaryOf(whole, {
    trained: parts.some(({ trained }) => trained.suppressed),
    passed: parts.some(({ passed }) => passed.suppressed),
  });
}
