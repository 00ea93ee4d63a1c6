import { isOfAllPlaces, type PeopleTable, totalOfAllPlaces } from '@hub/kit';
import { boundsOfCounts } from './adults/adults-of-count.js';
import { identityStates } from './count/identity-states.js';
import { measureColumns, measures } from './measure.js';

const values = Object.entries(measureColumns).map(([measure, column]) => `('${measure}', s.${column})`);
const states = `${identityStates} s cross join lateral (values ${values.join(', ')}) as v(measure, people)`;

/**
 * All counts of the police by commune and month. The subject is empty for the current count, or the month's revision
 * that had an earlier count. The total of a month covers the communes counted in it.
 */
export const peopleTables: readonly PeopleTable[] = [
  {
    measures,
    counts: `
      select v.measure, s.subject, s.place, s.month, sum(v.people)::int as people from ${states}
      group by grouping sets ((1, 2, 3, 4), (1, 2, 4)) having sum(v.people) > 0`,
    totalsOf: totalOfAllPlaces,
    rising: isOfAllPlaces,
    parts: `
      select v.measure, s.subject, null as place, s.month, count(*)::int as parts from ${states} group by 1, 2, 4`,
    nested: [['ACCOUNTS_LEVEL_1', 'ACCOUNTS_LEVEL_2']],
    // An earlier count may be above the bound, which comes from the present counts and numbers of adults.
    bounds: `
      select v.measure, s.subject, s.place, s.month, b.bound
      from ${states} join (${boundsOfCounts}) b on (b.place, b.month) = (s.place, s.month) and v.people <= b.bound`,
  },
];
