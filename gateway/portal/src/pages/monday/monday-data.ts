import { useAnswer } from '../../hub/ask.js';
import { type Progress, progressFields } from '../../hub/progress.js';
import { type Break, contributionFields, type Contribution } from '../../hub/source.js';
import { daysLater, lastMonthOver, monthsBefore, monthsBetween } from '../../language/numbers.js';

/** Months over which communes' changes are compared. */
export const monthsOfChange = 3;

/** Length of each list of communes. */
const length = 10;

/** Number of communes to visit. */
const visits = 3;

/** A commune with its figures and its change over `monthsOfChange`. */
export interface Row {
  readonly node: Progress & {
    readonly communeCode: string;
    readonly commune: { readonly name: string; readonly area: string | null };
    readonly change: { readonly people: number | null; readonly breaks: readonly Break[] } | null;
  };
}

/** A row whose gap is known and not zero. */
type Behind = Row & { readonly node: { readonly gapPeople: number } };

/** A row that has a gap and a change. */
type Compared = Behind & { readonly node: { readonly change: { readonly people: number } } };

/** A goal with what a week's work needs. */
export interface GoalOfWeek {
  readonly title: string;
  readonly target: number;
  /** Reports of the last month that is over. */
  readonly lastMonth: { readonly contributions: readonly Contribution[] } | null;
  readonly progressByCommune: { readonly edges: readonly Row[] } | null;
}

const query = `query Monday($goal: ID!, $period: Period!, $against: Period!, $lastMonth: Period!, $language: Language!) {
  goal(code: $goal) {
    title(language: $language) target
    lastMonth: progress(period: $lastMonth) { ${contributionFields} }
    progressByCommune(first: 200, period: $period) {
      edges {
        node {
          communeCode commune { name(language: $language) area }
          change(from: $against) { people breaks }
          ${progressFields}
        }
      }
    }
  }
}`;

/** Requests a goal's communes in a month, with their change over three months, and the reports of the last month over. */
export function useWeek(goal: string, period: string, language: string) {
  const against = monthsBefore(period, monthsOfChange);
  const variables = { goal, period, against, lastMonth: lastMonthOver(), language };
  return { against, ...useAnswer<{ readonly goal: GoalOfWeek | null }>(query, variables) };
}

/** The communes with most people missing, the most first. */
export function mostMissing(rows: readonly Row[], count = length): readonly Behind[] {
  return rows
    .filter(isBehind)
    .toSorted((one, other) => other.node.gapPeople - one.node.gapPeople)
    .slice(0, count);
}

/** The communes short of the target that moved least, the least first; those without a comparable change are left out. */
export function leastMoved(rows: readonly Row[]): readonly Compared[] {
  return rows
    .filter(isBehind)
    .filter(isCompared)
    .toSorted(
      ({ node: one }, { node: other }) => one.change.people - other.change.people || other.gapPeople - one.gapPeople,
    )
    .slice(0, length);
}

/** Of twice as many communes as a list has, those with most people missing: the three that moved least for their gap. */
export function toVisit(rows: readonly Row[]): readonly Compared[] {
  const closed = ({ node: { change, gapPeople } }: Compared): number => change.people / gapPeople;
  return mostMissing(rows, 2 * length)
    .filter(isCompared)
    .toSorted((one, other) => closed(one) - closed(other))
    .slice(0, visits);
}

function isBehind(row: Row): row is Behind {
  return row.node.gapPeople !== null && row.node.gapPeople > 0;
}

function isCompared(row: Behind): row is Compared {
  return row.node.change?.people != null;
}

/** Months that an organisation owes, from the month after its last day to the last month over; all are unknown without a day. */
export function monthsOwed({ through }: Pick<Contribution, 'through'>, last = lastMonthOver()): readonly string[] {
  if (through === null) return [last];
  const next = daysLater(through, 1).slice(0, 7);
  const count = Math.max(0, monthsBetween(next, last) + 1);
  return Array.from({ length: count }, (_, index) => monthsBefore(last, count - 1 - index));
}
