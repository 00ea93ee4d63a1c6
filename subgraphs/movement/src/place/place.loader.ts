import {
  defineLoader,
  listOrders,
  PlaceEntity,
  placeLoader,
  type PlaceRow,
  rowsOfKeys,
  searchText,
  type SubgraphContext,
  unknownStart,
} from '@hub/kit';
import { parsePeriod } from '@hub/protocol';
import type { PlaceLevel } from './place.type.js';

export { codeOf } from '@hub/kit';

const keyOf = ({ code, validFrom }: PlaceRow) => `${code} ${validFrom}`;

/** Loads the successors or the predecessors of places, in Vietnamese alphabetical order. */
function succession(from: 'successor' | 'own', to: 'successor' | 'own') {
  const columns = {
    own: ['s.code', 's.valid_from'],
    successor: ['s.successor_code', 's.successor_from'],
  } as const;
  return defineLoader<PlaceRow, PlaceRow[]>(
    (keys, em) =>
      rowsOfKeys<PlaceRow>(
        em,
        PlaceEntity,
        `select k.position, p.* from json_to_recordset(?::json) as k(position int, code text, "validFrom" date)
         join place_succession s on (${columns[from].join()}) = (k.code, k."validFrom")
         join place p on (p.code, p.valid_from) = (${columns[to].join()})
         order by p.sort_key, p.code, p.valid_from`,
        keys.map(({ code, validFrom }) => ({ code, validFrom })),
      ),
    keyOf,
  );
}

/** The successors of a place. */
export const successorsOf = succession('own', 'successor');

/** The predecessors of a place, including districts. */
export const predecessorsOf = succession('successor', 'own');

/** A place's first day; null if it is not recorded. */
export function firstDayOf({ validFrom }: PlaceRow): string | null {
  return validFrom === unknownStart ? null : validFrom;
}

/** Whether a place was divided among several. */
export async function isDivided(place: PlaceRow, context: SubgraphContext): Promise<boolean> {
  return (await successorsOf(context).load(place)).length > 1;
}

/** The parent of a place, today or on the place's last day; null for the country. */
export async function parentOf(
  { parentCode, validFrom, validUntil }: PlaceRow,
  context: SubgraphContext,
): Promise<PlaceRow | null> {
  return parentCode === null ? null : placeLoader(context).load({ code: parentCode, on: validUntil ?? validFrom });
}

/** Whether a place's figures include all its predecessors' figures, since each went wholly into it. */
export const addsUpPredecessors = defineLoader<PlaceRow, boolean>(async (keys, em) => {
  const rows: { readonly position: number }[] = await em.execute(
    `select distinct k.position from json_to_recordset(?::json) as k(position int, code text, since date)
     join place_part w on (w.whole_code, w.whole_from) = (k.code, k.since)`,
    [JSON.stringify(keys.map(({ code, validFrom: since }, position) => ({ position, code, since })))],
  );
  const found = new Set(rows.map(({ position }) => position));
  return keys.map((_key, position) => found.has(position));
}, keyOf);

export const placeOrders = listOrders('Place', 'places', {
  NAME: ['sort_key', 'code', 'valid_from'],
  CODE: ['code', 'valid_from'],
});

export const placePages = placeOrders.pages<PlaceRow>({
  entity: PlaceEntity,
  orderColumns: ['sort_key', 'code', 'valid_from'],
  where: `(?::date is null or ?::date between t.valid_from and coalesce(t.valid_until, 'infinity'))
    and (?::text is null or t.level = ?)
    and (?::text is null or strpos(t.search_key, ?) > 0 or strpos(t.search_codes, ?) > 0)`,
});

/** Filter of places; of all times unless `on` is given. */
export interface PlaceFilter {
  readonly search?: string | null;
  readonly level?: PlaceLevel | null;
  readonly on?: string | null;
}

/**
 * The values of the condition above.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export function placeFilter({ search, level, on }: PlaceFilter): (string | null)[] {
  const key = search ? searchText(search) : null;
  const day = on ?? null;
  return [day, day, level ?? null, level ?? null, key, key, `\n${key ?? ''}`];
}

/** Whether a place's first day is unknown, or lies within or before a period. */
export function hasBegun({ validFrom }: Pick<PlaceRow, 'validFrom'>, period: string): boolean {
  return validFrom === unknownStart || validFrom <= parsePeriod(period).lastDay;
}
