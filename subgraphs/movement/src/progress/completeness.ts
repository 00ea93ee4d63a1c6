import type { Organisation } from '../organisation/organisation.entity.js';
import type { Completeness, MonthReport, OrganisationCompleteness } from './completeness.type.js';
import { ContributionState } from './contribution-state.js';
import type { FigurePlace, ProgressBook } from './progress-book.js';

/**
 * Tells who reported a goal in a place, month by month.
 * @param bookFor what is known of a month.
 */
export function completenessOf(
  bookFor: (month: string) => ProgressBook,
  goalCode: string,
  place: FigurePlace,
  months: readonly string[],
): Completeness {
  const byOrganisation = new Map<string, { organisation: Organisation; months: MonthReport[] }>();
  for (const month of months) {
    for (const { organisation, state, late } of bookFor(month).contributionsOf(goalCode, place, month)) {
      const known = byOrganisation.get(organisation.code) ?? { organisation, months: [] };
      known.months.push({ month, state, late });
      byOrganisation.set(organisation.code, known);
    }
  }
  const organisations = [...byOrganisation.values()]
    .map((known): OrganisationCompleteness => ({ ...known, onTime: shareInTime(known.months) }))
    .sort((a, b) => (a.organisation.code < b.organisation.code ? -1 : 1));
  return { organisations, onTime: shareInTime(organisations.flatMap((known) => known.months)) };
}

/** The share of due reports that came in time. What is not due yet does not count. */
function shareInTime(reports: readonly MonthReport[]): number | null {
  const due = reports.filter(({ state, late }) => late !== null && (late > 0 || state !== ContributionState.NOT_YET));
  return due.length === 0 ? null : due.filter(({ late }) => late === 0).length / due.length;
}
