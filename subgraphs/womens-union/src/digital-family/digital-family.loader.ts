import { publishedCountsLoader } from '../published-counts.js';
import { digitalFamilyImport } from './digital-family.import.js';
import { DigitalFamilyCriterion } from './digital-family.type.js';

/** Measures beside the criteria's own names. */
export const committed = 'COMMITTED';
export const meetingAllCriteria = 'ALL_CRITERIA';

/** Numbers of households by measure and place. */
export const householdCounts = publishedCountsLoader(
  digitalFamilyImport.kind,
  `select m.measure, f.commune_code as commune, count(*)::int as count
   from digital_family f cross join lateral (
     select '${committed}' as measure
     union all select '${meetingAllCriteria}' where cardinality(f.criteria) = ${Object.keys(DigitalFamilyCriterion).length}
     union all select unnest(f.criteria)) m
   group by 1, 2`,
);
