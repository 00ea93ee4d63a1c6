import type { Goal } from '@hub/kit';
import type { Figures } from '@hub/protocol';
import type { Organisation } from '../organisation/organisation.entity.js';
import type { KnownRelease, Snapshot } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { ContributionState, hasReported } from './contribution-state.js';
import { OutsideReason } from './outside-organisation.type.js';
import type { GoalTime } from './progress.js';

/** An expected organisation's report of a goal in a period; without any count. */
export interface Contribution {
  readonly organisation: Organisation;
  readonly state: ContributionState;
  /** Days after the due day; null if there is no due day. */
  readonly late: number | null;
  /** The last day through which its release is complete; null if none is proved, or it has no release. */
  readonly through: string | null;
  readonly release: TakenRelease | null;
  /** Whether the goal counts it even if its figures may not be combined, or it has no release. */
  readonly countsWithheld: boolean;
}

/** An expected organisation that a figure does not count. */
export interface OutsideContribution extends Contribution {
  readonly reason: OutsideReason;
}

/** An organisation's release with the parts that figures need. */
export interface Source {
  readonly figures: Figures;
  /** The last day that its data covers. */
  readonly through: string;
  /** The last month up to the period's end that it covers. */
  readonly month: string;
  readonly known: KnownRelease;
}

/** The organisations' reports that the caller may see at one level: shared by all places of that level. */
export interface Reports {
  /** One for each organisation that counts; null if its figures may not be combined, or it has none. */
  readonly sources: readonly (Source | null)[];
  /** The reports of the organisations that count, in the order of the sources. */
  readonly contributions: readonly Contribution[];
  /** The expected organisations that do not count, and why. */
  readonly outside: readonly OutsideContribution[];
  /** The reports of all expected organisations. */
  readonly expected: readonly Contribution[];
  readonly reported: readonly Organisation[];
  readonly missing: readonly Organisation[];
}

/** The part of a goal's figures in a period that all places share. Made once; all figures share its content. */
export interface Frame {
  readonly goal: Goal;
  readonly goalCode: string;
  readonly period: string;
  /** The last month of the period, `YYYY-MM`. */
  readonly lastMonth: string;
  readonly lastDay: string;
  /** The last day, or today if the period is not over. */
  readonly day: string;
  readonly reportDueOn: string | null;
  readonly completeThrough: string | null;
  readonly isComplete: boolean;
  /** Whether the goal's time is over, and the period reaches its end: then there is no pace. */
  readonly isOver: boolean;
  /** The position of `completeThrough` in the goal's time. */
  readonly time: GoalTime;
  /** A place with a smaller denominator is not judged. */
  readonly leastDenominator: number;
  readonly root: Reports;
  readonly communes: Reports;
  readonly asOf: Date | null;
  readonly demonstration: boolean;
}

/**
 * The organisations' reports that the caller may see. A figure that may not be combined for the caller is withheld,
 * and its organisation is outside: it neither widens the bounds nor delays completeness, unless the goal counts
 * withheld figures too.
 * @param snapshot the known releases.
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

/** Why an expected organisation does not count; null if it does. */
function whyOutside(
  { organisation: { code, linked, state }, countsWithheld }: Contribution,
  snapshot: Snapshot,
  mayCombine: (organisation: string) => boolean,
): OutsideReason | null {
  if (state === 'LEFT') return OutsideReason.LEFT;
  if (!linked || countsWithheld) return null;
  if (!mayCombine(code)) return OutsideReason.OUTSIDE_AGREEMENT;
  // An organisation that joined at the registry counts from its first release.
  return state !== null && !snapshot.has(code) ? OutsideReason.NOT_RELEASED : null;
}

/** Whether a number is carried forward: its organisation has released it, and has not reported the period. */
export function hasCarried({ sources, contributions }: Reports): boolean {
  return contributions.some(({ state }, index) => sources[index] != null && !hasReported(state));
}

/** The organisations with a share in a figure, by code. */
export function counted(shares: readonly unknown[], { contributions }: Pick<Reports, 'contributions'>): string {
  return contributions.flatMap(({ organisation }, index) => (shares[index] ? [organisation.code] : [])).join();
}

/** The organisations that count, in the root place or in communes. */
export function countingIn({ root, communes }: Pick<Frame, 'root' | 'communes'>): Organisation[] {
  return [...new Set([...root.contributions, ...communes.contributions].map(({ organisation }) => organisation))];
}

/** The organisations' reports at the level of the root place, or of the communes. */
export function reportsAt({ root, communes }: Frame, isRoot: boolean): Reports {
  return isRoot ? root : communes;
}
