import { defineLoader } from '../graphql/loader.js';
import type { SubgraphContext } from '../graphql/context.js';
import type { PeopleCount } from './people-count.js';
import type { CountKey } from './people-table.js';
import { nobodyPublished } from '@hub/protocol';

/** Which count is asked for: of all, in no month unless told. */
export type CountWanted = Pick<CountKey, 'measure' | 'place'> & Partial<CountKey>;

/** What is said of a count before it was published at all. */
const unpublished: PeopleCount = { people: null, atMost: null };

const countsLoader = defineLoader<CountWanted, PeopleCount>(
  async (keys, em) => {
    const wanted = keys.map((key, position) => ({ subject: '', month: '', ...key, position }));
    const rows = await em.execute<(PeopleCount & { readonly position: number })[]>(
      `select n.position, coalesce(c.people, ${nobodyPublished.people}) as people,
         coalesce(c.at_most, ${nobodyPublished.atMost}) as "atMost"
       from json_to_recordset(?::json) as n(position int, measure text, subject text, place text, month text)
       join published_measure using (measure) left join published_count c using (measure, subject, place, month)`,
      [JSON.stringify(wanted)],
    );
    const byPosition = new Map(rows.map(({ position, ...count }) => [position, count]));
    return keys.map((_key, position) => byPosition.get(position) ?? unpublished);
  },
  ({ measure, subject = '', place, month = '' }) => `${measure}|${subject}|${place}|${month}`,
);

/** What was published of a count when the newest release was made; nulls before any. */
export function publishedCountOf(wanted: CountWanted, context: SubgraphContext): Promise<PeopleCount> {
  return countsLoader(context).load(wanted);
}
