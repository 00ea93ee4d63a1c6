import { daysBetween, daysLater } from '@hub/protocol';
import { registerEnumType } from 'type-graphql';
import type { TakenRelease } from '../register/taken-releases.js';

/** The states of an organisation's report of a goal in a place and month. No state reveals a number. */
export enum ContributionState {
  REPORTED = 'REPORTED',
  LATE = 'LATE',
  NOT_YET = 'NOT_YET',
  WITHHELD = 'WITHHELD',
  NOT_LINKED = 'NOT_LINKED',
}

registerEnumType(ContributionState, {
  name: 'ContributionState',
  description: "What became of an organisation's report (tình trạng báo cáo). None of them is zero.",
  valuesConfig: {
    REPORTED: { description: 'A release is complete through the period (đã báo cáo).' },
    LATE: { description: 'A release is complete through it, made after the due day (báo cáo muộn).' },
    NOT_YET: { description: 'No release is complete through it (chưa báo cáo).' },
    WITHHELD: {
      description:
        'It reported, and none of its agreements permits the caller to combine the figure with others (không công bố).',
    },
    NOT_LINKED: { description: 'Its system is not linked to the hub (chưa kết nối).' },
  },
});

/** Whether an organisation released a figure through the period, even if the caller may not see it. */
export function hasReported(state: ContributionState): boolean {
  return state !== ContributionState.NOT_YET && state !== ContributionState.NOT_LINKED;
}

/** An organisation's report compared with its due day. */
export interface Punctuality {
  readonly state: ContributionState.REPORTED | ContributionState.LATE | ContributionState.NOT_YET;
  /**
   * Days from the due day until the report was made, or until today if it is missing; 0 if it was in time, null if
   * there is no due day, or if the period is of before the organisation's first release.
   */
  readonly lateDays: number | null;
}

/**
 * Judges whether an organisation reported through a day, and when. Its first release brings the past with it: months
 * before the last one of that release are neither in time nor late.
 * @param releases the organisation's known releases, the oldest first: a report that only a later release withdraws
 * still counts.
 * @param through the last day that the report covers.
 * @param dueOn the day on which it is due; null if none is set.
 * @param madeOn the province's day of a time.
 */
export function punctualityOf(
  releases: readonly TakenRelease[],
  through: string,
  dueOn: string | null,
  today: string,
  madeOn: (moment: string) => string,
): Punctuality {
  const newest = releases.at(-1)?.number ?? 0;
  const first = releases.find(
    (release) =>
      release.through !== null &&
      release.through >= through &&
      (release.withdrawnBy === null || release.withdrawnBy > newest),
  );
  const day = first ? madeOn(first.madeAt) : today;
  const since = releases.find((release) => release.through !== null)?.through?.slice(0, 7) ?? '';
  const lateDays = dueOn === null || through.slice(0, 7) < since ? null : Math.max(0, daysBetween(dueOn, day));
  if (!first) return { state: ContributionState.NOT_YET, lateDays };
  return { state: lateDays ? ContributionState.LATE : ContributionState.REPORTED, lateDays };
}

/** The day on which a report through a day is due; null if none is set. */
export function dueDay(through: string, reportDueDays: number | null): string | null {
  return reportDueDays === null ? null : daysLater(through, reportDueDays);
}
