import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CountTable } from '../ledger/counted-goals.js';
import type { Places } from '../places/places.js';
import { readPlaces } from '../places/store-places.js';
import { lastDayOf } from '@hub/protocol';
import type { KnownOfCells, PlaceOfCells } from './published-cells.js';

/** The hub and the organisation of a release. */
interface Released {
  /** The code of the hub's root place. */
  readonly rootPlace: string;
  /** The table of counts, where the organisation has no records. */
  readonly counts?: CountTable | undefined;
}

/** Reads the public knowledge about the cells of a release that is complete through a day. */
export async function knownOfCells(
  em: SqlEntityManager,
  { rootPlace, counts }: Released,
  through: string,
): Promise<KnownOfCells> {
  const places = await readPlaces(em);
  const counted = await communesCounted(em, counts);
  const bounds = await boundsOfCounts(em, counts);
  const communes = new Map<string, readonly PlaceOfCells[]>();
  const communesAtEndOf = (month: string) => {
    const end = lastDayOf(month);
    const day = end < through ? end : through;
    let there = communes.get(day);
    if (!there) {
      there = places
        .communesOn(day)
        .filter((place) => places.isWithin(place, rootPlace))
        .map(({ code, validFrom }) => ({ code, from: validFrom }));
      communes.set(day, there);
    }
    return there;
  };
  return {
    root: rootPlaceOn(places, rootPlace, through),
    // A table of counts names its communes.
    communesIn: (month) => (counted ? (counted.get(month) ?? 0) : communesAtEndOf(month).length),
    // A number that is counted again each month may fall.
    risingIn: (month) => (counted ? [] : communesAtEndOf(month)),
    boundOf: ({ code, from, month }) => bounds.get(`${code}@${from} ${month}`),
  };
}

/**
 * In how many communes an organisation with a table of counts counted in each month; undefined for other organisations.
 */
async function communesCounted(
  em: SqlEntityManager,
  counts: CountTable | undefined,
): Promise<ReadonlyMap<string, number> | undefined> {
  if (!counts) return undefined;
  const rows = await em.execute<{ month: string; communes: number }[]>(
    `select month, count(*)::int as communes from ${counts.table} group by 1`,
  );
  return new Map(rows.map(({ month, communes }) => [month, communes]));
}

/** The most people that a count can have, by month and by place as the table names it. */
async function boundsOfCounts(
  em: SqlEntityManager,
  counts: CountTable | undefined,
): Promise<ReadonlyMap<string, number>> {
  if (counts?.bounds === undefined) return new Map();
  const rows = await em.execute<{ place: string; month: string; bound: number }[]>(counts.bounds);
  return new Map(rows.map(({ place, month, bound }) => [`${place} ${month}`, bound]));
}

/** The root place on a day; if it does not exist yet, the first place with its code. */
function rootPlaceOn(places: Places, code: string, day: string): PlaceOfCells {
  const all = places.withCode(code);
  const root = all.findLast(({ validFrom }) => validFrom <= day) ?? all[0];
  if (!root) throw new Error(`Expected a place with the code ${code}, the hub's own, but there is none.`);
  return { code, from: root.validFrom };
}
