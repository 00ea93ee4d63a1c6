import {
  createRandom,
  daysOf,
  demoLastDay,
  type MonthlyRow,
  pointsOf,
  reachedBy,
  residents,
  residentValues,
  type ScaledOptions,
  writeDemoFile,
  writeMonthlyFiles,
  writeMonthlyReleases,
} from '@hub/demo';
import { daysLater } from '@hub/kit';
import { courseRow, demoCourses } from './demo/courses.js';
import { Course, CourseClass } from './records/course.js';
import { Enrolment } from './records/enrolment.js';

/** The university's learners. */
const learners = {
  name: 'university learners',
  people: 20_000,
  weight: (_sex: unknown, year: number) => (year > 2007 ? 0 : year >= 2000 ? 4 : 1),
};

/** Number of seats in a class. */
const seats = 50;

interface ScaleClass {
  readonly code: string;
  readonly goalCode: string;
  readonly endsOn: string;
  readonly row: readonly (string | number | null)[];
}

/** Writes the university's files for the full-size province. */
export async function writeScale({ folder, province, share }: ScaledOptions): Promise<void> {
  const classes = classesOf(Math.max(60, Math.ceil((1.2 * learners.people * share) / seats)));
  await writeDemoFile(folder, Course, demoCourses.map(courseRow));
  await writeDemoFile(
    folder,
    CourseClass,
    classes.map(({ row }) => row),
  );
  await writeMonthlyFiles(folder, Enrolment, enrolmentRows(province, classes));
  await writeMonthlyReleases(folder, 2);
}

/** Classes online, in the courses in turn. */
function classesOf(count: number): readonly ScaleClass[] {
  const random = createRandom('scale classes');
  const starts = daysOf('university classes');
  return Array.from({ length: count }, (_, index) => {
    const course = demoCourses[index % demoCourses.length];
    if (!course) throw new RangeError('Expected a course.');
    const { goalCode, hours } = course;
    const startsOn = starts(index);
    const endsOn = daysLater(startsOn, hours + random.integer(0, 14));
    const code = `${course.code}-X${String(index + 1).padStart(4, '0')}`;
    return { code, goalCode, endsOn, row: [code, course.code, goalCode, null, startsOn, endsOn, 'ONLINE', 2 * seats] };
  });
}

function* enrolmentRows(province: ScaledOptions['province'], classes: readonly ScaleClass[]): Generator<MonthlyRow> {
  const isLearner = reachedBy(learners, province);
  const [chosen, result] = [pointsOf('university class'), pointsOf('university result')];
  for (const person of residents(province)) {
    if (!isLearner(person)) continue;
    const { index } = person;
    const one = classes[Math.floor(chosen(index) * classes.length)];
    if (!one) continue;
    const examinedOn = daysLater(one.endsOn, 3);
    const isOver = examinedOn <= demoLastDay;
    const enrolledOn = daysLater(one.endsOn, -30);
    const said = isOver ? [result(index) < 0.82 ? 'PASSED' : 'FAILED', examinedOn] : ['ENROLLED', null];
    const row = [one.code, ...residentValues(person), null, one.goalCode, enrolledOn, ...said];
    yield [(isOver ? examinedOn : demoLastDay).slice(0, 7), row];
  }
}
