import {
  carriedPoints,
  carriedRatio,
  carriedShare,
  type GoalTerms,
  type GoalTime,
  isTooSmall,
  paceOf,
  ProgressStatus,
  type PublishedCount,
  rounded,
  statusOf,
  timeOf,
  verdictOfBoth,
} from '@hub/protocol';
import { type LikelyStatus, likelyStatus } from './likely-status.js';
import { fewestPeople, likelyPeople, mostPeople, type PeopleFigure, PeopleMethod } from './people-figure.js';

export { type GoalTerms, type GoalTime, ProgressStatus, timeOf } from '@hub/protocol';

/** Why no verdict is possible: each value names the missing fact. */
export enum Doubt {
  ABSENT_ORGANISATION = 'ABSENT_ORGANISATION',
  PEOPLE_IN_SEVERAL = 'PEOPLE_IN_SEVERAL',
  ESTIMATE_ERROR = 'ESTIMATE_ERROR',
  ROUNDING = 'ROUNDING',
  SMALL_PLACE = 'SMALL_PLACE',
}

/** The people of one day, with that day: a number is compared with the plan for the same day. */
export interface Judged {
  /** Null if no people are known. */
  readonly people: PeopleFigure | null;
  readonly on: string;
  readonly time: GoalTime;
}

/** The inputs of progress: a goal, its denominator, and the people reached. */
export interface ProgressInput {
  readonly goal: GoalTerms;
  /** The range of the denominator; null if it is unknown. */
  readonly denominator: PublishedCount | null;
  /** Null if no organisation has a figure of the place. */
  readonly people: PeopleFigure | null;
  /** The day of the people: the figures are complete through it. Null if no organisation has a release. */
  readonly on: string | null;
  /** The position of that day in the goal's time; computed by default. */
  readonly time?: GoalTime;
  /**
   * The people that status and pace are computed from, if organisations have reported up to different days. Default:
   * `people`.
   */
  readonly judged?: Judged | undefined;
  /** Whether the goal's time is over, even if later people come: then there is no pace. */
  readonly isOver?: boolean;
  /** A place with a smaller denominator is not judged; by default every place is. */
  readonly leastDenominator?: number;
  /** The step to which people are rounded: `stepOf`; by default the communes' step. */
  readonly step?: number;
}

/** The monthly pace that is needed to reach the target by the deadline. */
export interface RequiredPace {
  readonly peoplePerMonth: number;
  /** Percentage points. */
  readonly pointsPerMonth: number;
}

/** The progress at one end of the range: for the fewest people, or for the most. */
export interface ProgressEnd {
  /** Null if there is no upper bound. */
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
   * The estimate, or the lower bound, divided by the denominator, both as published, with the decimals that the
   * denominator supports. Above 1 if the denominator is outdated; capping would hide that.
   */
  readonly ratio: number | null;
  readonly gapPeople: number | null;
  /** Percentage points. */
  readonly gapPoints: number | null;
  /** Achieved pace divided by needed pace; 1 is exactly on the planned line. Null after the deadline. */
  readonly pace: number | null;
  readonly requiredPace: RequiredPace | null;
  /** The verdict on which both ends of the range agree; `UNCERTAIN` if they differ. */
  readonly status: ProgressStatus;
  /** The likely status where the status is uncertain; null if none is likely. */
  readonly likely: LikelyStatus | null;
  /** Why there is no verdict; empty if there is one. */
  readonly doubts: readonly Doubt[];
}

/** Computes a goal's progress from the people reached: the gap to the target is by the fewest possible people. */
export function computeProgress(input: ProgressInput): Progress {
  const { goal, denominator, people, leastDenominator = 0, step } = input;
  const ofDay = inputOfDay(input);
  const { on, time, people: judged } = ofDay;
  const share = judged && denominator?.people ? likelyPeople(judged) / denominator.people : null;
  const { least, most } = bothEndsOf(input);
  const { gapPeople, gapPoints } = least;
  const isSmall = isTooSmall(denominator?.people ?? null, leastDenominator);
  const status = isSmall ? ProgressStatus.UNCERTAIN : verdictOfBoth(least.status, most.status);
  const doubts =
    people === null || status !== ProgressStatus.UNCERTAIN
      ? []
      : endsEarly(ofDay)
        ? [Doubt.ABSENT_ORGANISATION]
        : doubtsOf(judged ?? people, denominator);
  return {
    people,
    ratio: people && denominator?.people ? carriedRatio(likelyPeople(people), denominator.people, step) : null,
    gapPeople,
    gapPoints,
    pace:
      share === null || on === null || isSmall || input.isOver
        ? null
        : carriedPace(paceOf(goal, share, on, time), denominator?.people ?? null, step),
    requiredPace: requiredPaceOf(ofDay, endsOfDay(ofDay).least),
    status,
    likely: status === ProgressStatus.UNCERTAIN && !isSmall ? likelyOf(ofDay) : null,
    doubts: isSmall ? [Doubt.SMALL_PLACE] : doubts,
  };
}

/** The progress for the fewest and for the most possible people; null if no organisation has a figure. */
export function endsOf(input: ProgressInput): { readonly least: ProgressEnd; readonly most: ProgressEnd } | null {
  return input.people && bothEndsOf(input);
}

interface BothEnds {
  readonly least: ProgressEnd;
  readonly most: ProgressEnd;
}

type InputOfDay = ProgressInput & { readonly time: GoalTime };

/** The people that status and pace are computed from, with their day. */
function inputOfDay({ judged, ...input }: ProgressInput): InputOfDay {
  return judged ? { ...input, ...judged } : { ...input, time: input.time ?? timeOf(input.goal, input.on) };
}

/** Both ends of the range: numbers from the people, status and pace from the people of the judged day. */
function bothEndsOf(input: ProgressInput): BothEnds {
  const ends = endsOfDay(input);
  // A reached goal stays reached, even if other reports are missing.
  if (!input.judged || ends.least.status === ProgressStatus.ACHIEVED) return ends;
  const ofDay = endsOfDay(inputOfDay(input));
  const judgedAs = (end: ProgressEnd, { pace, status }: ProgressEnd): ProgressEnd => ({ ...end, pace, status });
  return { least: judgedAs(ends.least, ofDay.least), most: judgedAs(ends.most, ofDay.most) };
}

/** The two ends: the fewest people with the largest denominator, and the most people with the smallest. */
function endsOfDay(input: ProgressInput): BothEnds {
  const { people, denominator } = input;
  return {
    least: endOf(input, people && fewestPeople(people), denominator?.atMost ?? null),
    most: endOf(input, people && mostPeople(people), denominator?.people ?? null),
  };
}

/** The progress for a number of people and a denominator; the number may be infinite, the denominator 0 by rounding. */
function endOf(
  { goal, on, time = timeOf(goal, on), step, isOver = false }: ProgressInput,
  people: number | null,
  denominator: number | null,
): ProgressEnd {
  const share = shareOf(people, denominator);
  const pace = share === null || on === null || isOver ? null : paceOf(goal, share, on, time);
  const needed = denominator === null ? null : Math.ceil(goal.target * denominator - 1e-9);
  const ratio =
    share !== null && denominator && Number.isFinite(share) ? carriedRatio(people ?? 0, denominator, step) : null;
  return {
    people: finite(people),
    ratio,
    gapPeople: people !== null && needed !== null ? Math.max(0, needed - people) : null,
    gapPoints: gapPointsOf(goal, share, ratio, denominator, step),
    pace: carriedPace(finite(pace), denominator, step),
    status: endsEarly({ goal, on, isOver }) ? reachedBy(goal, share) : statusOf(goal, share, pace, on),
  };
}

/** Zero people of a denominator of zero give no share. */
function shareOf(people: number | null, denominator: number | null): number | null {
  return people !== null && denominator !== null && people + denominator > 0 ? people / denominator : null;
}

/** The likely status of a day; null once later data could change whether a reached target was reached in time. */
function likelyOf({ goal, denominator, people, on, time, isOver = false }: InputOfDay): LikelyStatus | null {
  if (!people || !denominator || on === null || on > goal.deadline || endsEarly({ goal, on, isOver })) return null;
  return likelyStatus(people, denominator, (some, of) => {
    const share = shareOf(some, of);
    return statusOf(goal, share, share === null || isOver ? null : paceOf(goal, share, on, time), on);
  });
}

/** Whether the goal's time is over, and the data ends before its deadline. */
function endsEarly({ goal, on, isOver = false }: Pick<ProgressInput, 'goal' | 'on' | 'isOver'>): boolean {
  return isOver && on !== null && on < goal.deadline;
}

/** After the deadline, with data of an earlier day: a reached target stays reached; otherwise the verdict is open. */
function reachedBy({ target }: GoalTerms, share: number | null): ProgressStatus {
  if (share === null) return ProgressStatus.NO_DATA;
  return share >= target ? ProgressStatus.ACHIEVED : ProgressStatus.UNCERTAIN;
}

/** The gap to the target in points, for a share that may be infinite. */
function gapPointsOf(
  { target }: GoalTerms,
  share: number | null,
  ratio: number | null,
  denominator: number | null,
  step?: number,
): number | null {
  if (share === null) return null;
  return ratio === null || !denominator ? 0 : carriedPoints(Math.max(0, target - ratio), denominator, step);
}

/** A pace with the precision of its share; the status is computed from the unrounded pace. */
function carriedPace(pace: number | null, denominator: number | null, step?: number): number | null {
  return pace === null || !denominator ? null : carriedShare(pace, denominator, step);
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

function requiredPaceOf(
  { goal: { deadline }, denominator: range, on, step, time, isOver }: InputOfDay,
  { gapPeople, gapPoints }: Pick<ProgressEnd, 'gapPeople' | 'gapPoints'>,
): RequiredPace | null {
  const denominator = range?.atMost ?? null;
  const { monthsLeft } = time;
  if (isOver || on === null || on >= deadline || gapPeople === null || gapPoints === null || !denominator) return null;
  return {
    peoplePerMonth: rounded(gapPeople / monthsLeft),
    pointsPerMonth: carriedPoints(gapPoints / 100 / monthsLeft, denominator, step),
  };
}
