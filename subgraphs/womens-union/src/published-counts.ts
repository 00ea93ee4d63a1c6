import { defineLoader, type Loader, type Provenance, provenanceOf, suppressedCells } from '@hub/kit';

/** Counts by measure and place, as they may be published. */
export interface PublishedCounts {
  /** How many there are in a commune, or in the province under its code; null where that is withheld. */
  readonly count: (measure: string, place: string) => number | null;
  readonly provenance: Provenance;
}

/** How many of one measure there are in one commune, as the database has it. */
interface CountRow {
  readonly measure: string;
  readonly commune: string;
  readonly count: number;
}

/**
 * Loads the counts of all communes together, since a small one is withheld along with what would reveal it: another
 * commune's, if subtracting the communes from the province told it.
 * @param kind the kind of file that the counted rows come from.
 * @param statement selects rows of `measure`, `commune` and `count`.
 */
export function publishedCountsLoader(kind: string, statement: string): Loader<'all', PublishedCounts> {
  return defineLoader(async (keys, em, context) => {
    const rows = await em.execute<CountRow[]>(statement);
    const counts = { count: publishable(rows, context.rootPlace), provenance: await provenanceOf(kind, context) };
    return keys.map(() => counts);
  });
}

function publishable(rows: readonly CountRow[], rootPlace: string): PublishedCounts['count'] {
  const byMeasure = new Map(
    [...Map.groupBy(rows, ({ measure }) => measure)].map(([measure, group]) => {
      const communes = new Map(group.map(({ commune, count }) => [commune, count]));
      const province = group.reduce((sum, { count }) => sum + count, 0);
      return [measure, { communes, province, suppressed: suppressedCells(communes) }];
    }),
  );
  return (measure, place) => {
    const counted = byMeasure.get(measure);
    if (!counted) return 0;
    const { communes, province, suppressed } = counted;
    if (place === rootPlace) return suppressed.total ? null : province;
    return suppressed.cells.has(place) ? null : (communes.get(place) ?? 0);
  };
}
