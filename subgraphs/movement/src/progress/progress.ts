/** What an organisation contributed to one cell: see `Contribution` in the kit. */
export interface Share {
  readonly people: number | null;
  readonly asOf: Date | string;
  readonly suppressed: boolean;
}

/** How a goal stands against the linear pace from its start to its deadline. */
export enum ProgressStatus {
  ACHIEVED = 'ACHIEVED',
  ON_TRACK = 'ON_TRACK',
  AT_RISK = 'AT_RISK',
  OFF_TRACK = 'OFF_TRACK',
  FALLING = 'FALLING',
  NOT_STARTED = 'NOT_STARTED',
  NO_DATA = 'NO_DATA',
}

/** What progress is computed from: a goal, its denominator, and what each expected organisation answered. */
export interface ProgressInput {
  /** Shares from 0 to 1, days as `YYYY-MM-DD`. */
  readonly goal: {
    readonly target: number;
    readonly base: number;
    readonly startsOn: string;
    readonly deadline: string;
  };
  /** People whom the goal counts; null where no number is known. */
  readonly denominator: number | null;
  /** By organisation code; an organisation that is not linked is null. */
  readonly shares: ReadonlyMap<string, Share | null>;
  /** The day at which the progress stands. */
  readonly on: string;
  /** Whether the place began only after the period: then "nobody" is no figure of it, but of another. */
  readonly beganLater?: boolean;
}

/** Bounds on the distinct people: exact, from publishable numbers alone. */
export interface PeopleBounds {
  readonly lower: number;
  /** Null when organisations are missing or withheld and no denominator is known. */
  readonly upper: number | null;
}

export interface Progress {
  readonly people: PeopleBounds | null;
  /** Lower bound over denominator; above 1 where the denominator is outdated, which capping would hide. */
  readonly ratio: number | null;
  readonly gapPeople: number | null;
  /** Percentage points. */
  readonly gapPoints: number | null;
  /** Achieved pace over needed pace; 1 is exactly on the line. */
  readonly pace: number | null;
  readonly status: ProgressStatus;
  readonly reported: readonly string[];
  readonly missing: readonly string[];
  /** The oldest of the reported shares. */
  readonly asOf: Date | null;
}

/** The least that a share holds: a withheld cell has somebody, and a commune that had not begun has nobody. */
const leastOf = ({ people, suppressed }: Share) => people ?? (suppressed ? 1 : 0);

/**
 * Combines what the organisations contributed. One person may be in several organisations, so the largest
 * share is the lower bound and the capped sum the upper one; with any organisation missing or withheld,
 * only the denominator bounds from above.
 */
export function computeProgress({ goal, denominator, shares, on, beganLater = false }: ProgressInput): Progress {
  const answered = [...shares].flatMap(([code, share]) => (share ? [{ code, ...share }] : []));
  const missing = [...shares].filter(([, share]) => !share).map(([code]) => code);
  const hasFigure = !beganLater || answered.some((share) => leastOf(share) > 0);
  const people = hasFigure ? boundsOf(answered, missing.length === 0, denominator) : null;
  const ratio = people && denominator ? people.lower / denominator : null;
  const pace = ratio === null ? null : paceOf(goal, ratio, on);
  const needed = denominator === null ? null : Math.ceil(goal.target * denominator - 1e-9);
  return {
    people,
    ratio,
    gapPeople: people && needed !== null ? Math.max(0, needed - people.lower) : null,
    gapPoints: ratio === null ? null : Math.max(0, goal.target - ratio) * 100,
    pace,
    status: statusOf(goal, ratio, pace, on),
    reported: answered.map(({ code }) => code),
    missing,
    asOf: answered.reduce<Date | null>((oldest, { asOf }) => {
      const moment = new Date(asOf);
      return oldest === null || moment < oldest ? moment : oldest;
    }, null),
  };
}

function boundsOf(answered: readonly Share[], isComplete: boolean, denominator: number | null): PeopleBounds | null {
  if (answered.length === 0) return null;
  const lower = Math.max(...answered.map(leastOf));
  const isExact = isComplete && answered.every(({ people, suppressed }) => people !== null && !suppressed);
  const sum = isExact ? answered.reduce((total, { people }) => total + (people ?? 0), 0) : Number.POSITIVE_INFINITY;
  const cap = denominator ?? Number.POSITIVE_INFINITY;
  const upper = Math.min(sum, cap);
  // Organisations may count more people than an outdated denominator knows of.
  return { lower, upper: Number.isFinite(upper) ? Math.max(lower, upper) : null };
}

function paceOf({ target, base, startsOn, deadline }: ProgressInput['goal'], ratio: number, on: string): number | null {
  const elapsed = (Date.parse(on) - Date.parse(startsOn)) / (Date.parse(deadline) - Date.parse(startsOn));
  if (elapsed <= 0 || target <= base) return null;
  return (ratio - base) / elapsed / (target - base);
}

/** The thresholds that the movement uses for the linear pace. */
function statusOf({ target, deadline }: ProgressInput['goal'], ratio: number | null, pace: number | null, on: string) {
  if (ratio === null) return ProgressStatus.NO_DATA;
  if (ratio >= target) return ProgressStatus.ACHIEVED;
  if (pace === null) return ProgressStatus.NOT_STARTED;
  if (pace < 0) return ProgressStatus.FALLING;
  if (pace < 0.6 || on >= deadline) return ProgressStatus.OFF_TRACK;
  return pace < 0.95 ? ProgressStatus.AT_RISK : ProgressStatus.ON_TRACK;
}
