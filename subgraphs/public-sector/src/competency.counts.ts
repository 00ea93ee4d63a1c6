import type { PeopleTable } from '@hub/kit';

/** Each agency's people by level. A person whose latest assessment was in another agency counts in that one. */
export const competencyCounts: PeopleTable = {
  measures: ['COMPETENCY'],
  counts: `
    select 'COMPETENCY' as measure, latest.level as subject, a.place, '' as month, count(*)::int as people
    from (
      select distinct on (pseudonym) agency_code, level from competency_assessment
      order by pseudonym, assessed_on desc
    ) latest join placed_agency a on a.code = latest.agency_code group by 2, 3`,
};
