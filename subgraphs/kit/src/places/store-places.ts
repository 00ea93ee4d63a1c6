import type { SqlEntityManager } from '@mikro-orm/sql';
import { searchKey, sortKey } from '../base/vietnamese.js';
import type { Place } from './place.js';
import { Places } from './places.js';

/** Reads every place of a subgraph. */
export async function readPlaces(em: SqlEntityManager): Promise<Places> {
  const rows = await em.execute<Place[]>(
    `select p.code, p.level, p.parent_code as "parentCode", p.name_vi as "nameVi", p.name_en as "nameEn", p.type, p.area,
       p.area_km2 as "areaKm2", p.peer_group as "peerGroup", p.valid_from::text as "validFrom",
       p.valid_until::text as "validUntil", coalesce(s.codes, '[]') as successors
     from place p left join (
       select code, valid_from, json_agg(successor_code order by successor_code) as codes
       from place_succession group by 1, 2) s on (s.code, s.valid_from) = (p.code, p.valid_from)`,
  );
  return new Places(rows);
}

/**
 * Stores places and the values derived from them: search keys, successions, and parts whose figures may be added up.
 */
export async function writePlaces(em: SqlEntityManager, places: Places): Promise<void> {
  await em.execute(
    `insert into place (code, valid_from, valid_until, next_from, level, parent_code, name_vi, name_en, type, area, area_km2,
       peer_group, search_key, search_codes, sort_key)
     select code, "validFrom", "validUntil", "nextFrom", level, "parentCode", "nameVi", "nameEn", type, area, "areaKm2",
       "peerGroup", "searchKey", "searchCodes", "sortKey"
     from json_to_recordset(?::json) as p(code text, "validFrom" date, "validUntil" date, "nextFrom" date, level text,
       "parentCode" text, "nameVi" text, "nameEn" text, type text, area text, "areaKm2" double precision,
       "peerGroup" text, "searchKey" text, "searchCodes" text, "sortKey" text)
     on conflict (code, valid_from) do update set valid_until = excluded.valid_until, next_from = excluded.next_from, level = excluded.level,
       parent_code = excluded.parent_code, name_vi = excluded.name_vi, name_en = excluded.name_en, type = excluded.type,
       area = excluded.area, area_km2 = excluded.area_km2, peer_group = excluded.peer_group,
       search_key = excluded.search_key, search_codes = excluded.search_codes, sort_key = excluded.sort_key`,
    [
      JSON.stringify(
        places.all.map((place) => ({
          ...place,
          ...keysOf(place, places),
          nextFrom: places.withCode(place.code).find(({ validFrom }) => validFrom > place.validFrom)?.validFrom,
        })),
      ),
    ],
  );
  const successions = places.all.flatMap((place) =>
    places.successorsOf(place).map((successor) => ({
      code: place.code,
      from: place.validFrom,
      successor: successor.code,
      since: successor.validFrom,
    })),
  );
  await em.execute(`delete from place_succession`);
  await em.execute(
    `insert into place_succession (code, valid_from, successor_code, successor_from)
     select code, "from", successor, since
     from json_to_recordset(?::json) as s(code text, "from" date, successor text, since date)`,
    [JSON.stringify(successions)],
  );
  const parts = places.all.flatMap((whole) =>
    places.partsOf(whole).map(({ code, validFrom }) => ({
      code,
      from: validFrom,
      whole: whole.code,
      since: whole.validFrom,
      until: whole.validUntil ?? 'infinity',
    })),
  );
  await em.execute(`delete from place_part`);
  await em.execute(
    `insert into place_part (code, valid_from, whole_code, whole_from, whole_until)
     select code, "from", whole, since, until
     from json_to_recordset(?::json) as s(code text, "from" date, whole text, since date, until date)`,
    [JSON.stringify(parts)],
  );
}

/** A place's search keys, with a line for each name and code of the place and of its predecessors, and its sort key. */
function keysOf(place: Place, places: Places) {
  const before = places.formerNamesakesOf(place);
  const names = [place, ...before].flatMap(({ nameVi, nameEn }) => [nameVi, nameEn]);
  return {
    searchKey: [...new Set(names.map(searchKey))].join('\n'),
    searchCodes: [...new Set([place, ...before].map(({ code }) => `\n${code}`))].join(''),
    sortKey: sortKey(place.nameVi),
  };
}
