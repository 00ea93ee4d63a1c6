import { defineLoader } from '../graphql/loader.js';
import type { SubgraphContext } from '../graphql/context.js';
import type { PeopleCount } from './people-count.js';
import type { CountKey } from './people-table.js';
import { zeroPublished } from '@hub/protocol';

/** The key of a requested count: by default the total, without a month. */
export type CountWanted = Pick<CountKey, 'measure' | 'place'> & Partial<CountKey>;

/** The value of a count before its first publication. */
const unpublished: PeopleCount = { people: null, atMost: null };

const countsLoader = defineLoader<CountWanted, PeopleCount>(
  async (keys, em) => {
    const wanted = keys.map((key, position) => ({ subject: '', month: '', ...key, position }));
    const rows = await em.execute<(PeopleCount & { readonly position: number })[]>(
      `select n.position, coalesce(c.people, ${zeroPublished.people}) as people,
         coalesce(c.at_most, ${zeroPublished.atMost}) as "atMost"
       from json_to_recordset(?::json) as n(position int, measure text, subject text, place text, month text)
       join published_measure using (measure) left join published_count c using (measure, subject, place, month)`,
      [JSON.stringify(wanted)],
    );
    const byPosition = new Map(rows.map(({ position, ...count }) => [position, count]));
    return keys.map((_key, position) => byPosition.get(position) ?? unpublished);
  },
  ({ measure, subject = '', place, month = '' }) => `${measure}|${subject}|${place}|${month}`,
);

/** The published value of a count at the newest release; nulls before the first release. */
export function publishedCountOf(wanted: CountWanted, context: SubgraphContext): Promise<PeopleCount> {
  return countsLoader(context).load(wanted);
}
