import { lastDayOf, thisDay } from '../language/numbers.js';

/** Progress of a place towards a goal: the fields that the pages show. */
export interface Progress {
  readonly period: string;
  readonly ratio: number | null;
  readonly target: number;
  readonly gapPeople: number | null;
  readonly gapPoints: number | null;
  readonly status: string;
  /** The likely status where the status is uncertain; null if none is likely. */
  readonly likely: Likely | null;
  /** Facts that would decide an uncertain status; empty for a certain one. */
  readonly doubts: readonly string[];
  /** SDMX codes of the figure's quality. */
  readonly flags: readonly string[];
  readonly completeThrough: string | null;
  readonly demonstration: boolean;
  /** Whether reports that are still missing can change the figure. */
  readonly isProvisional: boolean;
  readonly people: People | null;
  readonly contributions: readonly Report[];
}

/** A status with a probability of at least 80 %. */
export interface Likely {
  readonly status: string;
  readonly probability: number;
}

/** State of an organisation's report. */
export interface Report {
  readonly state: string;
  /** Days of delay; 0 for a report that is not due yet, null without a due day. */
  readonly late: number | null;
}

/** Distinct people. */
export interface People {
  readonly lower: number;
  readonly upper: number | null;
  readonly estimate: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
}

/** Forecast for the deadline, from the last complete months. */
export interface Forecast {
  readonly people: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly reachesTargetOn: string | null;
  /** Accuracy of earlier forecasts of the place; absent if not requested. */
  readonly backTest: { readonly forecasts: number; readonly within: number } | null;
  /** The reason for a missing forecast. */
  readonly notAvailable: 'TOO_FEW_MONTHS' | 'BREAK' | 'NO_DENOMINATOR' | 'DEADLINE_PASSED' | null;
}

/** The fields of `Report`. */
export const reportFields = 'contributions { state late }';

/** The fields of `Progress` for all queries of the portal. */
export const progressFields = `period ratio target gapPeople gapPoints status likely { status probability } doubts flags completeThrough demonstration isProvisional
  people { lower upper estimate interval { lower upper } }
  ${reportFields}`;

/** The third of a list that a commune is in, in place of a rank whose range is too wide. */
export type RankTier = 'UPPER' | 'MIDDLE' | 'LOWER' | 'NOT_DISTINGUISHABLE';

/** A commune's rank by its probability, among all communes, those of its type and those of its kind of area. */
export interface Rank {
  /** The most likely rank; null if there is a tier. */
  readonly overallLikely: number | null;
  /** The ends of the range that has 90 % of the probability. */
  readonly overall: number;
  readonly overallLast: number;
  readonly tier: RankTier | null;
  readonly withinTypeLikely: number | null;
  readonly withinType: number;
  readonly withinTypeLast: number;
  readonly withinTypeTier: RankTier | null;
  readonly withinAreaLikely: number | null;
  readonly withinArea: number;
  readonly withinAreaLast: number;
  readonly withinAreaTier: RankTier | null;
  /** The probability of being among the ten furthest behind. */
  readonly amongLastTen: number | null;
  /** The number of ranked communes. */
  readonly of: number;
}

/** The fields of a rank for all queries of the portal. */
export const rankFields = `rank {
  overallLikely overall overallLast tier withinTypeLikely withinType withinTypeLast withinTypeTier
  withinAreaLikely withinArea withinAreaLast withinAreaTier amongLastTen of
}`;

/** The reason for a missing figure; a missing figure is never zero. */
export type Absence = (typeof absences)[number];

/** The reasons in the order of a legend. */
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

/** Whether no organisation has reported a period: its figures repeat an earlier month. */
export function hasNoReport({ contributions }: Pick<Progress, 'contributions'>): boolean {
  return contributions.length > 0 && contributions.every(({ state }) => state === 'NOT_YET' || state === 'NOT_LINKED');
}

/** The share of a month in a series; null without one, and for a month that no organisation has reported. */
export function ratioIn(of: Pick<Progress, 'contributions' | 'ratio'> | undefined): number | null {
  return of === undefined || hasNoReport(of) ? null : of.ratio;
}

/** Indexes at which a line breaks; the first point starts the line, so it is never one. */
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
