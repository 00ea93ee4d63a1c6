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
import { fewestPeople, likelyPeople, mostPeople, type PeopleFigure, PeopleMethod } from './people-figure.js';

export { type GoalTerms, type GoalTime, ProgressStatus, timeOf } from '@hub/protocol';

/** Why what is known allows no verdict: each is something that would decide it. */
export enum Doubt {
  ABSENT_ORGANISATION = 'ABSENT_ORGANISATION',
  PEOPLE_IN_SEVERAL = 'PEOPLE_IN_SEVERAL',
  ESTIMATE_ERROR = 'ESTIMATE_ERROR',
  ROUNDING = 'ROUNDING',
  SMALL_PLACE = 'SMALL_PLACE',
}

/** The people of one day, with that day: so that a number is held against its own time. */
export interface Judged {
  /** Null where nothing is known of them. */
  readonly people: PeopleFigure | null;
  readonly on: string;
  readonly time: GoalTime;
}

/** What progress is computed from: a goal, its denominator, and the people whom it has reached. */
export interface ProgressInput {
  readonly goal: GoalTerms;
  /** Between which numbers the people lie whom the goal counts; null where no number is known. */
  readonly denominator: PublishedCount | null;
  /** Null where no organisation has a figure of the place. */
  readonly people: PeopleFigure | null;
  /** The day that the people are of: through which the figures are complete; null where no organisation has released anything. */
  readonly on: string | null;
  /** Where that day lies in the goal's time; computed unless told. */
  readonly time?: GoalTime;
  /**
   * What status and pace are of, where `people` are of several days: an organisation has told of later ones than another.
   * `people` themselves unless told.
   */
  readonly judged?: Judged | undefined;
  /** Whether the goal's time is over, with or without later people: there is no pace any more. */
  readonly isOver?: boolean;
  /** A place with a smaller denominator is not judged; each is unless told. */
  readonly leastDenominator?: number;
  /** In what steps people are told: `stepOf`; in those of a commune unless told. */
  readonly step?: number;
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
   * Estimate, or lower bound, over denominator, both as they are published, with the decimals that it carries; above 1 where
   * the denominator is outdated, which capping would hide.
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

/** Judges the people whom a goal has reached against it: what is still to do, by the fewest that there are. */
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
    doubts: isSmall ? [Doubt.SMALL_PLACE] : doubts,
  };
}

/** What the fewest and the most people that there are make of a goal; null where no organisation has a figure. */
export function endsOf(input: ProgressInput): { readonly least: ProgressEnd; readonly most: ProgressEnd } | null {
  return input.people && bothEndsOf(input);
}

interface BothEnds {
  readonly least: ProgressEnd;
  readonly most: ProgressEnd;
}

type InputOfDay = ProgressInput & { readonly time: GoalTime };

/** What status and pace are computed from: people and the day that they are of. */
function inputOfDay({ judged, ...input }: ProgressInput): InputOfDay {
  return judged ? { ...input, ...judged } : { ...input, time: input.time ?? timeOf(input.goal, input.on) };
}

/** Both ends: their numbers are those of the people, status and pace those of the people of the day that is judged. */
function bothEndsOf(input: ProgressInput): BothEnds {
  const ends = endsOfDay(input);
  // Who has reached a goal has, whoever else has not reported.
  if (!input.judged || ends.least.status === ProgressStatus.ACHIEVED) return ends;
  const ofDay = endsOfDay(inputOfDay(input));
  const judgedAs = (end: ProgressEnd, { pace, status }: ProgressEnd): ProgressEnd => ({ ...end, pace, status });
  return { least: judgedAs(ends.least, ofDay.least), most: judgedAs(ends.most, ofDay.most) };
}

/** The fewest people of the most whom the goal counts, and the most of the fewest. */
function endsOfDay(input: ProgressInput): BothEnds {
  const { people, denominator } = input;
  return {
    least: endOf(input, people && fewestPeople(people), denominator?.atMost ?? null),
    most: endOf(input, people && mostPeople(people), denominator?.people ?? null),
  };
}

/** What a number of people makes of a goal that counts so many; the first may be infinite, the second 0 by rounding. */
function endOf(
  { goal, on, time = timeOf(goal, on), step, isOver = false }: ProgressInput,
  people: number | null,
  denominator: number | null,
): ProgressEnd {
  // Nobody of nobody is no share.
  const share = people !== null && denominator !== null && people + denominator > 0 ? people / denominator : null;
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

/** Whether the goal's time is over, and the data ends before its deadline. */
function endsEarly({ goal, on, isOver = false }: Pick<ProgressInput, 'goal' | 'on' | 'isOver'>): boolean {
  return isOver && on !== null && on < goal.deadline;
}

/** After the deadline, of people of a day before it: a target that was reached stays so, and of any other it is not known. */
function reachedBy({ target }: GoalTerms, share: number | null): ProgressStatus {
  if (share === null) return ProgressStatus.NO_DATA;
  return share >= target ? ProgressStatus.ACHIEVED : ProgressStatus.UNCERTAIN;
}

/** What is missing to the target, of a share that may be infinite. */
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

/** A pace with the digits that the share has of which it is; its status is judged before. */
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
