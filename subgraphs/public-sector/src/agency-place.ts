import type { CountKey } from '@hub/kit';
import type { AgencyRow } from './records/agency.js';

/**
 * As what an agency stands in published counts: `COMMUNE/CODE`, without a commune `/CODE`, so that a count says which
 * total it is part of, and no agency is taken for a place. The view `placed_agency` says the same.
 */
export function placeOfAgency({ code, communeCode }: Pick<AgencyRow, 'code' | 'communeCode'>): string {
  return `${communeCode ?? ''}/${code}`;
}

/** Whether a count is of one agency. */
export function isOfAgency({ place }: CountKey): boolean {
  return place.includes('/');
}

/** The commune whose own agency a count is of; undefined of others. */
export function communeOf({ place }: CountKey): string | undefined {
  const [commune = ''] = place.split('/', 1);
  return place.includes('/') && commune !== '' ? commune : undefined;
}
