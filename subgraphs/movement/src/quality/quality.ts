import { daysBetween, rounded } from '@hub/protocol';
import { rangeOf } from '../denominator/denominator-range.js';
import { Break } from '../progress/break.js';
import { hasReported } from '../progress/contribution-state.js';
import type { GoalProgress } from '../progress/goal-progress.type.js';
import { fewestPeople, likelyPeople, type PeopleFigure, PeopleMethod } from '../progress/people-figure.js';
import { changeOf } from '../revisions/revisions.js';
import { NoQuality, QualityConcept, type QualityIndicator, QualityUnit } from './quality.type.js';

const concepts: Readonly<Record<QualityConcept, readonly [sims: string, unit: QualityUnit]>> = {
  DATA_COMPLETENESS: ['S.12.3.1', QualityUnit.SHARE],
  VARIATION: ['S.13.2.1', QualityUnit.SHARE],
  MEDIAN_VARIATION: ['S.13.2.1', QualityUnit.SHARE],
  LARGEST_VARIATION: ['S.13.2.1', QualityUnit.SHARE],
  UNCOUNTED_ORGANISATIONS: ['S.13.3.1', QualityUnit.SHARE],
  OVER_COVERAGE: ['S.13.3.1.1', QualityUnit.SHARE],
  LINKAGE: ['S.13.3.1', QualityUnit.SHARE],
  REFUSED_ROWS: ['S.13.3.1', QualityUnit.COUNT],
  REVISED_MONTHS: ['S.17.2', QualityUnit.COUNT],
  MEAN_REVISION: ['S.17.2.1', QualityUnit.PEOPLE],
  MEAN_ABSOLUTE_REVISION: ['S.17.2.1', QualityUnit.PEOPLE],
  RELATIVE_ABSOLUTE_REVISION: ['S.17.2.1', QualityUnit.SHARE],
  TIME_LAG_FIRST: ['S.14.1.1', QualityUnit.DAYS],
  TIME_LAG_LAST: ['S.14.1.2', QualityUnit.DAYS],
  PUNCTUALITY: ['S.14.2.1', QualityUnit.DAYS],
  REPORTS_ON_TIME: ['S.14.2.1', QualityUnit.SHARE],
  CONTRADICTIONS: ['S.15.4', QualityUnit.COUNT],
  METADATA_COMPLETENESS: ['S.10.6.1', QualityUnit.SHARE],
};

/** A number of the report, or the reason why it is not known. */
export type Known = number | NoQuality;

const decimals: Readonly<Record<QualityUnit, number>> = { SHARE: 4, PEOPLE: 1, DAYS: 0, COUNT: 0 };

/** The numbers of a report in the order of `QualityConcept`. */
export function indicatorsOf(known: Readonly<Partial<Record<QualityConcept, Known>>>): QualityIndicator[] {
  return Object.values(QualityConcept).flatMap((concept) => {
    const [sims, unit] = concepts[concept];
    const found = known[concept];
    if (found === undefined) return [];
    return typeof found === 'number'
      ? { concept, sims, unit, value: rounded(found, decimals[unit]), notKnown: null }
      : { concept, sims, unit, value: null, notKnown: found };
  });
}

/** How many deviations lie between an estimate and the end of its 95 % interval. */
const deviations = 1.959964;

/** The coefficient of variation of an estimate; null without an estimate above 0 or without an interval. */
export function variationOf({ estimate, interval }: Pick<PeopleFigure, 'estimate' | 'interval'>): number | null {
  if (!estimate || !interval) return null;
  return rounded((interval.upper - interval.lower) / (2 * deviations) / estimate, decimals.SHARE);
}

/** The numbers of a figure of the whole: completeness, coverage and variation. */
export function ofWhole({ book, frame, place, people, denominator }: GoalProgress) {
  const { expected } = frame.root;
  const shareOfExpected = (count: number) => (expected.length === 0 ? NoQuality.NOT_EXPECTED : count / expected.length);
  const counted = book.sharesOf(frame, place).filter((share) => share !== null).length;
  const most = rangeOf(denominator)?.atMost;
  const fewest = people ? fewestPeople(people) : 0;
  return {
    DATA_COMPLETENESS: shareOfExpected(expected.filter(({ state }) => hasReported(state)).length),
    UNCOUNTED_ORGANISATIONS: shareOfExpected(expected.length - counted),
    VARIATION: people ? (variationOf(people) ?? NoQuality.NO_ESTIMATE) : NoQuality.NO_FIGURE,
    OVER_COVERAGE: !people
      ? NoQuality.NO_FIGURE
      : most === undefined
        ? NoQuality.NO_DENOMINATOR
        : fewest === 0
          ? 0
          : Math.max(0, fewest - most) / fewest,
  };
}

/** The numbers of the communes' figures: linkage and variation. */
export function ofCommunes(communes: readonly Pick<GoalProgress, 'people'>[]) {
  const figures = communes.flatMap(({ people }) => people ?? []);
  const linked = figures.filter(({ method }) => method !== PeopleMethod.BOUNDS).length;
  const variations = figures.flatMap((people) => variationOf(people) ?? []).sort((a, b) => a - b);
  const none = figures.length === 0 ? NoQuality.NO_FIGURE : NoQuality.NO_ESTIMATE;
  return {
    LINKAGE: figures.length === 0 ? NoQuality.NO_FIGURE : linked / figures.length,
    MEDIAN_VARIATION: medianOf(variations) ?? none,
    LARGEST_VARIATION: variations.at(-1) ?? none,
  };
}

function medianOf(sorted: readonly number[]): number | undefined {
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return below === undefined || above === undefined ? undefined : (below + above) / 2;
}

/** A month's figure of the first publication, and that of now. */
export interface Revised {
  readonly first: GoalProgress;
  readonly now: GoalProgress;
}

/** The revisions of the published months. */
export function ofRevisions(months: readonly Revised[]) {
  const compared = months.flatMap(({ first, now }) => {
    const { changePeople, breaks } = changeOf({ progress: first }, { progress: now });
    return changePeople === null || breaks.includes(Break.METHOD) || !now.people
      ? []
      : [{ changePeople, people: likelyPeople(now.people) }];
  });
  const hasFigures = months.some(({ first, now }) => first.people && now.people);
  const notCompared = hasFigures ? NoQuality.NOT_COMPARABLE : NoQuality.NO_FIGURE;
  const none = months.length === 0 ? NoQuality.NOT_PUBLISHED : notCompared;
  const sum = (of: (one: (typeof compared)[number]) => number) => compared.reduce((total, one) => total + of(one), 0);
  const absolute = sum(({ changePeople }) => Math.abs(changePeople));
  const people = sum((one) => one.people);
  const mean = (total: number) => (compared.length === 0 ? none : total / compared.length);
  return {
    REVISED_MONTHS: compared.length,
    MEAN_REVISION: mean(sum(({ changePeople }) => changePeople)),
    MEAN_ABSOLUTE_REVISION: mean(absolute),
    RELATIVE_ABSOLUTE_REVISION: compared.length === 0 ? none : people === 0 ? NoQuality.NO_FIGURE : absolute / people,
  };
}

/**
 * The timeliness of a month's publications.
 * @param published the days of these, the earliest first.
 */
export function ofDays(published: readonly string[], monthEnd: string, dueOn: string | null) {
  const [first, last] = [published[0], published.at(-1)];
  const none = NoQuality.NOT_PUBLISHED;
  return {
    TIME_LAG_FIRST: first === undefined ? none : daysBetween(monthEnd, first),
    TIME_LAG_LAST: last === undefined ? none : daysBetween(monthEnd, last),
    PUNCTUALITY: dueOn === null ? NoQuality.NO_DUE_DAY : first === undefined ? none : daysBetween(dueOn, first),
  };
}
