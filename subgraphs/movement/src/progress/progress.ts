import { daysBetween, type PublishedCount } from '@hub/kit';
import { fewestPeople, likelyPeople, mostPeople, type PeopleFigure, PeopleMethod } from './people-figure.js';

/** How a goal stands against the linear pace from its start to its deadline. */
export enum ProgressStatus {
  ACHIEVED = 'ACHIEVED',
  ON_TRACK = 'ON_TRACK',
  AT_RISK = 'AT_RISK',
  OFF_TRACK = 'OFF_TRACK',
  FALLING = 'FALLING',
  NOT_STARTED = 'NOT_STARTED',
  MISSED = 'MISSED',
  ACHIEVED_LATE = 'ACHIEVED_LATE',
  UNCERTAIN = 'UNCERTAIN',
  NO_DATA = 'NO_DATA',
}

/** Why what is known allows no verdict: each is something that would decide it. */
export enum Doubt {
  ABSENT_ORGANISATION = 'ABSENT_ORGANISATION',
  PEOPLE_IN_SEVERAL = 'PEOPLE_IN_SEVERAL',
  ESTIMATE_ERROR = 'ESTIMATE_ERROR',
  ROUNDING = 'ROUNDING',
  SMALL_PLACE = 'SMALL_PLACE',
}

/** The part of a goal that progress is computed from. Shares from 0 to 1, days as `YYYY-MM-DD`. */
export interface GoalTerms {
  readonly target: number;
  readonly base: number;
  readonly startsOn: string;
  readonly deadline: string;
}

/** What progress is computed from: a goal, its denominator, and the people whom it has reached. */
export interface ProgressInput {
  readonly goal: GoalTerms;
  /** Between which numbers the people lie whom the goal counts; null where no number is known. */
  readonly denominator: PublishedCount | null;
  /** Null where no organisation has a figure of the place. */
  readonly people: PeopleFigure | null;
  /** The day through which the figures are complete; null where no organisation has released anything. */
  readonly on: string | null;
  /** Where that day lies in the goal's time; computed unless told. */
  readonly time?: GoalTime;
  /** A place with a smaller denominator is not judged; each is unless told. */
  readonly leastDenominator?: number;
}

/** Where a day lies in a goal's time: the same for all places. */
export interface GoalTime {
  /** How much of it is over, 0 at the start and 1 at the deadline. */
  readonly elapsed: number;
  /** Months until the deadline. */
  readonly monthsLeft: number;
}

/** What must still be reached each month to reach the target by the deadline. */
export interface RequiredPace {
  readonly peoplePerMonth: number;
  /** Percentage points. */
  readonly pointsPerMonth: number;
}

/** What one end of what is known makes of a goal: the fewest people, or the most. */
export interface ProgressEnd {
  /** Null where nothing bounds them. */
  readonly people: number | null;
  readonly ratio: number | null;
  /** People still to reach. */
  readonly gapPeople: number | null;
  /** Percentage points still to reach. */
  readonly gapPoints: number | null;
  readonly pace: number | null;
  readonly status: ProgressStatus;
}

export interface Progress {
  readonly people: PeopleFigure | null;
  /**
   * Estimate, or lower bound, over denominator, both as they are published; above 1 where the denominator is outdated, which
   * capping would hide.
   */
  readonly ratio: number | null;
  readonly gapPeople: number | null;
  /** Percentage points. */
  readonly gapPoints: number | null;
  /** Achieved pace over needed pace; 1 is exactly on the line. Null once the deadline has passed. */
  readonly pace: number | null;
  readonly requiredPace: RequiredPace | null;
  /** The verdict that both ends of what is known come to; `UNCERTAIN` where they differ. */
  readonly status: ProgressStatus;
  /** Why there is no verdict; none where there is one. */
  readonly doubts: readonly Doubt[];
}

const daysOfMonth = 365.25 / 12;

/** Where a day lies in a goal's time. */
export function timeOf({ startsOn, deadline }: GoalTerms, on: string | null): GoalTime {
  if (on === null) return { elapsed: 0, monthsLeft: 0 };
  return {
    elapsed: daysBetween(startsOn, on) / daysBetween(startsOn, deadline),
    monthsLeft: daysBetween(on, deadline) / daysOfMonth,
  };
}

/** Judges the people whom a goal has reached against it: what is still to do, by the fewest that there are. */
export function computeProgress(input: ProgressInput): Progress {
  const { goal, denominator, people, on, time = timeOf(goal, on) } = input;
  const ratio = people && denominator?.people ? likelyPeople(people) / denominator.people : null;
  const { least, most } = bothEndsOf({ ...input, time });
  const { gapPeople, gapPoints } = least;
  const isSmall = isTooSmall(input);
  // Before a goal begins, nobody judges how far it is.
  const isCertain = !isSmall && (least.status === most.status || least.status === ProgressStatus.NOT_STARTED);
  return {
    people,
    ratio,
    gapPeople,
    gapPoints,
    pace: ratio === null || on === null || isSmall ? null : paceOf(goal, ratio, on, time),
    requiredPace: requiredPaceOf(goal, gapPeople, gapPoints, on, time),
    status: isCertain ? least.status : ProgressStatus.UNCERTAIN,
    doubts: isSmall ? [Doubt.SMALL_PLACE] : isCertain || people === null ? [] : doubtsOf(people, denominator),
  };
}

/** Whether a place has too few people for a verdict: of its figures, each step of rounding would decide it. */
export function isTooSmall({
  denominator,
  leastDenominator = 0,
}: Pick<ProgressInput, 'denominator' | 'leastDenominator'>) {
  return denominator !== null && denominator.people < leastDenominator;
}

/** What the fewest and the most people that there are make of a goal; null where no organisation has a figure. */
export function endsOf(input: ProgressInput): { readonly least: ProgressEnd; readonly most: ProgressEnd } | null {
  return input.people && bothEndsOf(input);
}

/** The fewest people of the most whom the goal counts, and the most of the fewest. */
function bothEndsOf(input: ProgressInput): { readonly least: ProgressEnd; readonly most: ProgressEnd } {
  const { people, denominator } = input;
  return {
    least: endOf(input, people && fewestPeople(people), denominator?.atMost ?? null),
    most: endOf(input, people && mostPeople(people), denominator?.people ?? null),
  };
}

/** What a number of people makes of a goal that counts so many; the first may be infinite, the second 0 by rounding. */
function endOf(
  { goal, on, time = timeOf(goal, on) }: ProgressInput,
  people: number | null,
  denominator: number | null,
): ProgressEnd {
  const share = people !== null && denominator !== null ? people / denominator : null;
  const pace = share === null || on === null ? null : paceOf(goal, share, on, time);
  const needed = denominator === null ? null : Math.ceil(goal.target * denominator - 1e-9);
  return {
    people: finite(people),
    ratio: finite(share),
    gapPeople: people !== null && needed !== null ? Math.max(0, needed - people) : null,
    gapPoints: share === null ? null : Math.max(0, goal.target - share) * 100,
    pace: finite(pace),
    status: statusOf(goal, share, pace, on),
  };
}

const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);

function doubtsOf({ isOpen, method }: PeopleFigure, denominator: PublishedCount | null): Doubt[] {
  const ofMethod = {
    [PeopleMethod.EXACT]: Doubt.ROUNDING,
    [PeopleMethod.ESTIMATE]: Doubt.ESTIMATE_ERROR,
    [PeopleMethod.BOUNDS]: Doubt.PEOPLE_IN_SEVERAL,
  };
  const ofPeople = isOpen ? Doubt.ABSENT_ORGANISATION : ofMethod[method];
  const isRounded = denominator !== null && denominator.atMost > denominator.people;
  return [...new Set([ofPeople, ...(isRounded ? [Doubt.ROUNDING] : [])])];
}

function paceOf(
  { target, base, deadline }: GoalTerms,
  ratio: number,
  on: string,
  { elapsed }: GoalTime,
): number | null {
  if (elapsed <= 0 || on >= deadline || target <= base) return null;
  return (ratio - base) / elapsed / (target - base);
}

function requiredPaceOf(
  { deadline }: GoalTerms,
  gapPeople: number | null,
  gapPoints: number | null,
  on: string | null,
  { monthsLeft }: GoalTime,
): RequiredPace | null {
  if (on === null || on >= deadline || gapPeople === null || gapPoints === null) return null;
  return { peoplePerMonth: gapPeople / monthsLeft, pointsPerMonth: gapPoints / monthsLeft };
}

/** The thresholds that the movement uses for the linear pace. */
function statusOf(
  { target, startsOn, deadline }: GoalTerms,
  share: number | null,
  pace: number | null,
  on: string | null,
) {
  if (share === null || on === null) return ProgressStatus.NO_DATA;
  if (share >= target) return ProgressStatus.ACHIEVED;
  if (on >= deadline) return ProgressStatus.MISSED;
  if (on <= startsOn || pace === null) return ProgressStatus.NOT_STARTED;
  if (pace < 0) return ProgressStatus.FALLING;
  if (pace < 0.6) return ProgressStatus.OFF_TRACK;
  return pace < 0.95 ? ProgressStatus.AT_RISK : ProgressStatus.ON_TRACK;
}
