import { lastDayOf, thisDay } from '../language/numbers.js';

/** Progress of a place towards a goal: the fields that the pages show. */
export interface Progress {
  readonly period: string;
  readonly ratio: number | null;
  readonly target: number;
  readonly gapPeople: number | null;
  readonly gapPoints: number | null;
  readonly status: string;
  /** Facts that would decide an uncertain status; empty for a certain one. */
  readonly doubts: readonly string[];
  /** SDMX codes of the figure's quality. */
  readonly flags: readonly string[];
  readonly completeThrough: string | null;
  readonly demonstration: boolean;
  /** Whether reports that are still to come change it. */
  readonly isProvisional: boolean;
  readonly people: People | null;
  readonly contributions: readonly Report[];
}

/** What became of an organisation's report. */
export interface Report {
  readonly state: string;
  /** How many days it is late; 0 of one that is not due yet, null where no day is laid down. */
  readonly late: number | null;
}

/** People, each counted once. */
export interface People {
  readonly lower: number;
  readonly upper: number | null;
  readonly estimate: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
}

/** Where a place will be at the deadline, as its last complete months have it. */
export interface Forecast {
  readonly people: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly reachesTargetOn: string | null;
  /** How earlier forecasts of the place held, where it is asked for. */
  readonly backTest: { readonly forecasts: number; readonly within: number } | null;
  /** Why there is none. */
  readonly notAvailable: 'TOO_FEW_MONTHS' | 'BREAK' | 'NO_DENOMINATOR' | 'DEADLINE_PASSED' | null;
}

/** The fields of `Report`. */
export const reportFields = 'contributions { state late }';

/** The fields of `Progress`, as every query of the portal asks for them. */
export const progressFields = `period ratio target gapPeople gapPoints status doubts flags completeThrough demonstration isProvisional
  people { lower upper estimate interval { lower upper } }
  ${reportFields}`;

/** Where a commune may stand among others, from the first place to the last. */
export interface RankRange {
  readonly overall: number;
  readonly overallLast: number;
  readonly withinType: number;
  readonly withinTypeLast: number;
  readonly withinArea: number;
  readonly withinAreaLast: number;
}

/** The fields of a rank, as every query of the portal asks for them. */
export const rankFields = 'rank { overall overallLast withinType withinTypeLast withinArea withinAreaLast }';

/** Why there is no figure. None of these is zero. */
export type Absence = (typeof absences)[number];

/** These, in the order in which a legend has them. */
export const absences = ['withheld', 'notReported', 'awaited', 'unknown'] as const;

/** Whether a report is absent because it is not due yet: a report of a month that is not over is not missing. */
export function isNotDue({ state, late }: Report, period: string): boolean {
  return state === 'NOT_YET' && (late === null ? lastDayOf(period) >= thisDay() : late === 0);
}

/**
 * Why a place has no figure of people in a period. Table files give the same reasons, except that they write "not
 * reported" for a report that is not due.
 */
export function absenceOf({ contributions, period }: Pick<Progress, 'contributions' | 'period'>): Absence {
  if (contributions.some(({ state }) => state === 'WITHHELD')) return 'withheld';
  const missing = contributions.filter(({ state }) => state === 'NOT_YET' || state === 'NOT_LINKED');
  if (missing.length === 0) return 'unknown';
  return missing.every((one) => isNotDue(one, period)) ? 'awaited' : 'notReported';
}

/** The places in a line at which it is broken. Before the first point there is no line that could be. */
export function brokenAt(isBroken: readonly boolean[]): readonly number[] {
  return isBroken.flatMap((is, index) => (index > 0 && is ? [index] : []));
}

/**
 * Indexes of the months at which a line breaks. The graph flags such a month with `B`: its number is not comparable
 * with the month before, because the organisations, the audience, the denominator or the method changed.
 */
export function breaksIn(points: readonly (Pick<Progress, 'flags'> | undefined)[]): readonly number[] {
  return brokenAt(points.map((point) => point?.flags.includes('B') ?? false));
}
