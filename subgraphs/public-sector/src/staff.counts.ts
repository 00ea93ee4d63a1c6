import type { PeopleTable } from '@hub/kit';
import { isOfAgency } from './agency-place.js';

/** Staff by group and agency, by the latest head-counts, and the province's by group. */
export const staffCounts: PeopleTable = {
  measures: ['STAFF'],
  counts: `
    select 'STAFF' as measure, staff_group as subject, place, '' as month, sum(headcount)::int as people
    from latest_headcount group by staff_group, grouping sets ((), (place)) having sum(headcount) > 0`,
  parts: `
    select 'STAFF' as measure, staff_group as subject, null as place, '' as month, count(*)::int as parts
    from latest_headcount group by staff_group`,
  totalsOf: (cell, rootPlace) => (isOfAgency(cell) ? [{ ...cell, place: rootPlace }] : []),
};
