import { rowValue, type CheckedRow, type Reading, type Rejection, type SqlEntityManager, type TakeOut } from '@hub/kit';
import { assessmentsFit } from './assessments.check.js';

/** A pupil's time in a class, and the time before it; dates as `YYYY-MM-DD`. */
interface Span {
  readonly pseudonym: string;
  readonly from: string;
  readonly until: string;
  readonly class: string;
  readonly year: string;
  readonly grade: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly entry: 'NEW' | 'PROMOTED' | 'REPEATED' | 'MOVED';
  readonly exit: 'MOVED' | 'LEFT' | null;
}

/** A fault of an enrolment, in a column of its row. */
type Fault = Omit<Rejection, 'row'>;

/**
 * Checks the enrolments of a file's pupils against each other: a pupil is in one class on a day, and each enrolment is
 * within its school year and matches its kind of entry. A file replaces a pupil's whole school year. The check includes
 * the pupil's other school years in the database.
 */
export async function enrolmentsFit(
  em: SqlEntityManager,
  rows: readonly CheckedRow[],
  _reading: Reading,
  takeOut: TakeOut,
): Promise<Rejection[]> {
  const lines = new Map(rows.map(({ line, key }) => [key, line]));
  const lineOf = ({ pseudonym, from }: Span) => lines.get(`${pseudonym}/${from}`);
  const said = await spansOfPupils(em, rows);
  const years = new Set(said.filter((span) => lineOf(span) !== undefined).map(yearOf));
  const isGone = (span: Span) => lineOf(span) === undefined && years.has(yearOf(span));
  const gone = said.filter(isGone);
  await takeOut(
    'enrolment',
    gone.map(({ pseudonym, from }) => ({ pseudonym, enrolled_on: from })),
  );
  const spans = said.filter((span) => !isGone(span));
  const faults = spans.flatMap((span, index): Rejection[] => {
    const before = spans[index - 1];
    const former = before?.pseudonym === span.pseudonym ? before : undefined;
    const fault = outsideItsYear(span) ?? overlap(span, former) ?? withoutWhatItFollows(span, former);
    // If the file lacks the row, it contains the changed row before it.
    const row = lineOf(span) ?? (former && lineOf(former)) ?? 1;
    return fault ? [{ row, ...fault }] : [];
  });
  return faults.length > 0 ? faults : assessmentsFit(em, rows, 'left_on');
}

function spansOfPupils(em: SqlEntityManager, rows: readonly CheckedRow[]): Promise<Span[]> {
  return em.execute(
    `select pseudonym, enrolled_on::text as "from", ended_on::text as until, class_code as class, school_year as year,
       grade, first_day::text as "firstDay", last_day::text as "lastDay", entry, exit
     from enrolment_span where pseudonym in (select json_array_elements_text(?::json)) order by 1, 2`,
    [JSON.stringify([...new Set(rows.map(({ row }) => row['citizen_number']))])],
  );
}

function yearOf({ pseudonym, year }: Span): string {
  return `${pseudonym} ${year}`;
}

function outsideItsYear({ from, until, class: code, year, firstDay, lastDay }: Span): Fault | undefined {
  const [column, day] = from < firstDay || from > lastDay ? ['enrolled_on', from] : ['left_on', until];
  if (day >= firstDay && day <= lastDay) return undefined;
  const reason = `expected a day of ${year} (${firstDay} to ${lastDay}), the school year of the class ${rowValue(code)}, got ${rowValue(day)}`;
  return { column, reason };
}

function overlap({ from }: Span, former: Span | undefined): Fault | undefined {
  if (!former || former.until < from) return undefined;
  const reason = `expected a day after ${rowValue(former.until)}, until which the pupil is in the class ${rowValue(former.class)}, got ${rowValue(from)}: nobody is in two classes on a day`;
  return { column: 'enrolled_on', reason };
}

function withoutWhatItFollows({ entry, year, grade }: Span, former: Span | undefined): Fault | undefined {
  const expected = {
    NEW: undefined,
    PROMOTED: former && former.year < year && former.grade < grade ? undefined : 'a lower grade in an earlier year',
    REPEATED: former && former.year < year && former.grade === grade ? undefined : 'the same grade in an earlier year',
    MOVED: former?.year === year && former.exit === 'MOVED' ? undefined : `${year} that ended with MOVED`,
  }[entry];
  if (expected === undefined) return undefined;
  const got = former ? `grade ${former.grade} in ${former.year} (${former.exit ?? 'to its end'})` : 'none';
  return {
    column: 'entry',
    reason: `expected a row before it (${rowValue(entry)}) in ${rowValue(expected)}, got ${rowValue(got)}`,
  };
}
