import type { CountKey } from '@hub/kit';
import type { AgencyRow } from './records/agency.js';

/**
 * Place of an agency in published counts: `COMMUNE/CODE`, without a commune `/CODE`. The prefix names the total that
 * contains the count, and distinguishes an agency from a commune. The view `placed_agency` uses the same form.
 */
export function placeOfAgency({ code, communeCode }: Pick<AgencyRow, 'code' | 'communeCode'>): string {
  return `${communeCode ?? ''}/${code}`;
}

/** Whether a count is of one agency. */
export function isOfAgency({ place }: CountKey): boolean {
  return place.includes('/');
}

/** The commune of a communal agency's count; undefined for other counts. */
export function communeOf({ place }: CountKey): string | undefined {
  const [commune = ''] = place.split('/', 1);
  return place.includes('/') && commune !== '' ? commune : undefined;
}
