import type { Goal } from '@hub/kit';
import type { Figures } from '@hub/protocol';
import type { Organisation } from '../organisation/organisation.entity.js';
import type { KnownRelease, Snapshot } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { ContributionState, hasReported } from './contribution-state.js';
import { OutsideReason } from './outside-organisation.type.js';
import type { GoalTime } from './progress.js';

/** What an expected organisation reported of a goal in a period; without any count. */
export interface Contribution {
  readonly organisation: Organisation;
  readonly state: ContributionState;
  /** Days after the due day; null where no day is due. */
  readonly late: number | null;
  /** The last day of which its release is complete; null where nothing proves any, or it has none. */
  readonly through: string | null;
  readonly release: TakenRelease | null;
  /** Whether the goal counts on it even where nothing of it may be combined, or it has released nothing. */
  readonly countsWithheld: boolean;
}

/** An expected organisation that a figure does not count. */
export interface OutsideContribution extends Contribution {
  readonly reason: OutsideReason;
}

/** An organisation's release, as far as figures are read from it. */
export interface Source {
  readonly figures: Figures;
  /** The last day whose facts it has. */
  readonly through: string;
  /** The last month up to the period's end that it tells of. */
  readonly month: string;
  readonly known: KnownRelease;
}

/** What the organisations reported, as whoever asks may know it at one level: the same in all of its places. */
export interface Reports {
  /** One for each organisation that counts; null where nothing of it may be combined, or is known. */
  readonly sources: readonly (Source | null)[];
  /** Of those that count, in the order of the sources. */
  readonly contributions: readonly Contribution[];
  /** The expected organisations that do not count, and why. */
  readonly outside: readonly OutsideContribution[];
  /** Of all that are expected. */
  readonly expected: readonly Contribution[];
  readonly reported: readonly Organisation[];
  readonly missing: readonly Organisation[];
}

/** What of a goal and a period is the same in all places. Made once; what it holds is shared by all figures. */
export interface Frame {
  readonly goal: Goal;
  readonly goalCode: string;
  readonly period: string;
  /** The last month of the period, `YYYY-MM`. */
  readonly lastMonth: string;
  readonly lastDay: string;
  /** The last day, or today while it is not over. */
  readonly day: string;
  readonly reportDueOn: string | null;
  readonly completeThrough: string | null;
  readonly isComplete: boolean;
  /** Whether the goal's time is over, and the period reaches its end: no pace is left. */
  readonly isOver: boolean;
  /** Where `completeThrough` lies in the goal's time. */
  readonly time: GoalTime;
  /** A place with a smaller denominator is not judged. */
  readonly leastDenominator: number;
  readonly root: Reports;
  readonly communes: Reports;
  readonly asOf: Date | null;
  readonly demonstration: boolean;
}

/**
 * What organisations reported, as whoever asks may know it. A figure that may not be combined for the caller is withheld,
 * and its organisation outside: it neither widens the bounds nor is waited for, unless the goal counts on it all the same.
 * @param snapshot the releases that are known.
 * @param lastMonth the last month of the period.
 * @param mayCombine whether an organisation's figures may be combined, at the level in question.
 */
export function reportsOf(
  all: readonly Contribution[],
  snapshot: Snapshot,
  lastMonth: string,
  mayCombine: (organisation: string) => boolean,
): Reports {
  const expected = all.map((report) =>
    hasReported(report.state) && !mayCombine(report.organisation.code)
      ? { ...report, state: ContributionState.WITHHELD }
      : report,
  );
  const outside = expected.flatMap((report): OutsideContribution[] => {
    const reason = whyOutside(report, snapshot, mayCombine);
    return reason === null ? [] : [{ ...report, reason }];
  });
  const isOutside = new Set(outside.map(({ organisation }) => organisation.code));
  const contributions = expected.filter(({ organisation }) => !isOutside.has(organisation.code));
  const named = (isReported: boolean) =>
    contributions.filter(({ state }) => hasReported(state) === isReported).map(({ organisation }) => organisation);
  const sources = contributions.map(({ organisation: { code, linked } }) => {
    const known = linked && mayCombine(code) ? snapshot.get(code) : undefined;
    if (!known) return null;
    const { until: through } = known.release;
    const month = through.slice(0, 7) < lastMonth ? through.slice(0, 7) : lastMonth;
    return { figures: known.figures, through, month, known };
  });
  return { sources, contributions, outside, expected, reported: named(true), missing: named(false) };
}

/** Why an expected organisation does not count; null where it does. */
function whyOutside(
  { organisation: { code, linked, state }, countsWithheld }: Contribution,
  snapshot: Snapshot,
  mayCombine: (organisation: string) => boolean,
): OutsideReason | null {
  if (state === 'LEFT') return OutsideReason.LEFT;
  if (!linked || countsWithheld) return null;
  if (!mayCombine(code)) return OutsideReason.OUTSIDE_AGREEMENT;
  // One that joined at the registry counts from its first release on.
  return state !== null && !snapshot.has(code) ? OutsideReason.NOT_RELEASED : null;
}

/** Whether a number is carried forward: its organisation has released it, and has not reported the period. */
export function hasCarried({ sources, contributions }: Reports): boolean {
  return contributions.some(({ state }, index) => sources[index] != null && !hasReported(state));
}

/** The organisations that have a share in a figure, by code. */
export function counted(shares: readonly unknown[], { contributions }: Pick<Reports, 'contributions'>): string {
  return contributions.flatMap(({ organisation }, index) => (shares[index] ? [organisation.code] : [])).join();
}

/** What the organisations reported at the level of the root place, or of the communes. */
export function reportsAt({ root, communes }: Frame, isRoot: boolean): Reports {
  return isRoot ? root : communes;
}
