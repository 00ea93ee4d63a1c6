import { CompetencyLevel, defineLoader, peopleCount } from '@hub/kit';
import type { CompetencyCount } from './competency.type.js';

/** Each agency's people by level. Someone whose latest assessment was in another agency counts there. */
export const competencyOfAgency = defineLoader<string, CompetencyCount[]>(async (agencies, em) => {
  const rows = await em.execute<{ agency: string; level: CompetencyLevel; people: number }[]>(
    `with asked as (select json_array_elements_text(?::json) as code)
     select latest.agency_code as agency, latest.level, count(*)::int as people
     from (
       select distinct on (pseudonym) pseudonym, agency_code, level from competency_assessment
       where pseudonym in (select pseudonym from competency_assessment join asked on agency_code = code)
       order by pseudonym, assessed_on desc
     ) latest join asked on latest.agency_code = asked.code group by 1, 2`,
    [JSON.stringify(agencies)],
  );
  const people = new Map(rows.map((row) => [`${row.agency} ${row.level}`, row.people]));
  return agencies.map((agency) =>
    Object.values(CompetencyLevel).map((level) => ({
      level,
      people: peopleCount(people.get(`${agency} ${level}`) ?? 0),
    })),
  );
});
