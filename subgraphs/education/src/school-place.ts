import type { CountKey } from '@hub/kit';
import type { SchoolRow } from './records/school.js';

/**
 * Place of a school in published counts: `COMMUNE/CODE`. The prefix names the total that contains the count, and
 * distinguishes a school from a commune. The view `placed_school` uses the same form.
 */
export function placeOfSchool({ code, communeCode }: Pick<SchoolRow, 'code' | 'communeCode'>): string {
  return `${communeCode}/${code}`;
}

/** The commune of a school's count; undefined for other counts. */
export function communeOf({ place }: CountKey): string | undefined {
  return place.includes('/') ? place.split('/', 1)[0] : undefined;
}
