/** What the graph says of how far a place is: the part that the pages show. */
export interface Progress {
  readonly period: string;
  readonly ratio: number | null;
  readonly target: number;
  readonly gapPeople: number | null;
  readonly gapPoints: number | null;
  readonly status: string;
  /** What would decide a status that is uncertain; empty of others. */
  readonly doubts: readonly string[];
  /** SDMX's codes of what is to be known of it. */
  readonly flags: readonly string[];
  readonly completeThrough: string | null;
  readonly demonstration: boolean;
  /** Whether reports that are still to come change it. */
  readonly isProvisional: boolean;
  readonly people: People | null;
  readonly contributions: readonly { readonly state: string }[];
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

/** The fields of `Progress`, as every query of the portal asks for them. */
export const progressFields = `period ratio target gapPeople gapPoints status doubts flags completeThrough demonstration isProvisional
  people { lower upper estimate interval { lower upper } }
  contributions { state }`;

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
export type Absence = 'withheld' | 'notReported' | 'unknown';

/** Why a place has no figure of people: as files of tables say it, too. */
export function absenceOf({ contributions }: Pick<Progress, 'contributions'>): Absence {
  const states = contributions.map(({ state }) => state);
  if (states.includes('WITHHELD')) return 'withheld';
  if (states.some((state) => state === 'NOT_YET' || state === 'NOT_LINKED')) return 'notReported';
  return 'unknown';
}

/**
 * Where a line of months is broken: at those that cannot be compared with the one before by their numbers. They are told
 * by an estimate and not by bounds, or the other way round; or their flag says so, since others are counted.
 */
export function breaksIn(points: readonly (Pick<Progress, 'people' | 'flags'> | undefined)[]): readonly number[] {
  const isEstimated = (point: (typeof points)[number]) => point?.people && point.people.estimate !== null;
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    if (!point?.people || !before?.people) return [];
    return point.flags.includes('B') || isEstimated(point) !== isEstimated(before) ? [index] : [];
  });
}
