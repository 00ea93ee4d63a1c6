import type { CountKey } from '@hub/kit';
import type { SchoolRow } from './records/school.js';

/**
 * As what a school stands in published counts: `COMMUNE/CODE`, so that a count says which total it is part of, and no
 * school is taken for a place. The view `placed_school` says the same.
 */
export function placeOfSchool({ code, communeCode }: Pick<SchoolRow, 'code' | 'communeCode'>): string {
  return `${communeCode}/${code}`;
}

/** The commune of the school that a count is of; undefined where it is of no school. */
export function communeOf({ place }: CountKey): string | undefined {
  return place.includes('/') ? place.split('/', 1)[0] : undefined;
}
