import { defineLoader, parsePeriod } from '@hub/kit';

/** A measure of occurrences in a place, optionally within a period. */
export interface OccurrencesKey {
  readonly measure: string;
  readonly place: string;
  readonly period?: string | null | undefined;
}

/** Published occurrences, summed over the months of a period. */
export interface PublishedOccurrences {
  readonly subject: string;
  readonly occurrences: number;
}

/** Occurrences by subject, without subjects whose published number looks like zero; null before the first release. */
export const publishedOccurrences = defineLoader<OccurrencesKey, PublishedOccurrences[] | null>(
  async (keys, em) => {
    const asked = keys.map(({ measure, place, period }, position) => {
      const range = period == null ? undefined : parsePeriod(period);
      return { position, measure, place, first: range?.firstMonth, last: range?.lastMonth };
    });
    const rows = await em.execute<(PublishedOccurrences & { readonly position: number })[]>(
      `select k.position, c.subject, coalesce(sum(c.people), 0)::int as occurrences
       from json_to_recordset(?::json) as k(position int, measure text, place text, first text, last text)
       join published_measure using (measure)
       left join published_count c on c.measure = k.measure and c.place = k.place
         and (k.first is null or c.month between k.first and k.last)
       group by 1, 2 order by 1, 2`,
      [JSON.stringify(asked)],
    );
    const byPosition = Map.groupBy(rows, ({ position }) => position);
    return keys.map((_key, position) => byPosition.get(position)?.filter(({ occurrences }) => occurrences > 0) ?? null);
  },
  ({ measure, place, period }) => `${measure} ${place} ${period ?? ''}`,
);
