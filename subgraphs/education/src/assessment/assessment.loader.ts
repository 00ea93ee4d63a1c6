import {
  defineLoader,
  nobodyPublished,
  type PublishedTable,
  publishedTable,
  type PublishedWholeAndPart,
  type SubgraphContext,
  type WholeAndPart,
} from '@hub/kit';

/** A school year's table by the commune of the school: all of its cells, since withholding has to see them together. */
const tableOfYear = defineLoader<string, PublishedTable>(async (years, em) => {
  const cells = await em.execute<(WholeAndPart & { year: string; commune: string | null })[]>(
    `select school_year as year, commune_code as commune, count(distinct pseudonym)::int as whole,
       (count(distinct pseudonym) filter (where goal_code is not null))::int as part
     from judged_assessment where school_year in (select json_array_elements_text(?::json))
     group by grouping sets ((school_year), (school_year, commune_code))`,
    [JSON.stringify(years)],
  );
  const byYear = Map.groupBy(cells, ({ year }) => year);
  return years.map((year) => {
    const ofYear = byYear.get(year) ?? [];
    const total = ofYear.find(({ commune }) => commune === null);
    const communes = new Map(ofYear.flatMap((cell) => (cell.commune === null ? [] : [[cell.commune, cell]])));
    return publishedTable(communes, total);
  });
});

/** The pupils assessed in a school year, of the whole province or of one commune's schools. */
export async function assessmentsIn(
  schoolYear: string,
  communeCode: string | null,
  context: SubgraphContext,
): Promise<PublishedWholeAndPart> {
  const { cells, total } = await tableOfYear(context).load(schoolYear);
  return communeCode === null ? total : (cells.get(communeCode) ?? nobodyPublished);
}
