import {
  listOrders,
  PlaceEntity,
  placeLoader,
  type PlaceRow,
  rowsOfKeys,
  searchText,
  type SubgraphContext,
} from '@hub/kit';
import { described } from '@hub/kit/service';
import { badUserInput, dayInProvince, parsePeriod } from '@hub/protocol';
import { keptLoader } from '../kept/kept-loader.js';
import { codeOf, successorsOf } from '../place/place.loader.js';
import type { Area, CommuneType } from './commune.type.js';

/** Description of the argument that names a commune. */
export const communeArgumentDescription =
  "The commune's code, or `CODE@DAY` of a former one; the whole root place, such as the province, when left out.";

/** A commune or ward, current or former. */
export type Commune = PlaceRow;

/** Reads a commune by its code as callers write it, on a day (default: today). */
export async function loadCommune(code: string, context: SubgraphContext, on?: string | null): Promise<Commune | null> {
  const inForce = on == null ? (await communesOfToday(context)).get(code) : undefined;
  const place = inForce ?? (await placeLoader(context).load({ code, on: on ?? undefined }));
  return place?.level === 'COMMUNE' ? place : null;
}

/**
 * The commune that a caller names; null for the root place, which is the default.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export async function communeOrRoot(
  code: string | null | undefined,
  context: SubgraphContext,
): Promise<Commune | null> {
  const { rootPlace } = context;
  if (code == null || code === rootPlace) return null;
  const commune = await loadCommune(code, context);
  if (commune) return commune;
  throw badUserInput(
    `Expected the code of a commune or ward, or ${rootPlace} for the whole, but got ${JSON.stringify(code)}.`,
  );
}

/**
 * The code that figures use for a place that a caller names: a commune that existed at a period's end, or the root.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export async function placeOf(
  code: string | null | undefined,
  period: string,
  context: SubgraphContext,
): Promise<string> {
  const commune = await communeOrRoot(code, context);
  if (!commune) return context.rootPlace;
  const { validUntil } = commune;
  const today = dayInProvince(context.now());
  const { lastDay } = parsePeriod(period);
  if (validUntil !== null && validUntil < (lastDay < today ? lastDay : today)) {
    const successors = await successorsOf(context).load(commune);
    throw badUserInput(
      `Expected a commune that is there at the end of ${period}, but ${described(commune)} became ${successors.map(described).join(' and ')}: ask for those, or for a period up to then.`,
    );
  }
  return codeOf(commune, context);
}

export const communeOrders = listOrders('Commune', 'communes and wards', {
  NAME: ['sort_key', 'code'],
  CODE: ['code'],
});

export const communePages = communeOrders.pages<Commune>({
  entity: PlaceEntity,
  orderColumns: ['sort_key', 'code'],
  where: `t.level = 'COMMUNE' and ?::date between t.valid_from and coalesce(t.valid_until, 'infinity')
    and (?::text is null or strpos(t.search_key, ?) > 0 or strpos(t.search_codes, ?) > 0)
    and (?::text is null or t.type = ?) and (?::text is null or t.area = ?)`,
});

/**
 * The values of the condition above.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export function communeFilter(
  day: string,
  search?: string | null,
  type: CommuneType | null = null,
  area: Area | null = null,
): (string | null)[] {
  const key = search ? searchText(search) : null;
  return [day, key, key, `\n${key ?? ''}`, type, type, area, area];
}

/** The communes that exist on a day, in Vietnamese alphabetical order. */
export const communesInForce = keptLoader<string, SearchableCommune[]>((days, em) =>
  rowsOfKeys<SearchableCommune>(
    em,
    PlaceEntity,
    `select k.position, p.* from json_to_recordset(?::json) as k(position int, day date)
     join place p on p.level = 'COMMUNE' and k.day between p.valid_from and coalesce(p.valid_until, 'infinity')
     order by p.sort_key, p.code`,
    days.map((day) => ({ day })),
  ),
);

const byCode = new WeakMap<readonly SearchableCommune[], ReadonlyMap<string, SearchableCommune>>();

/** The communes that exist today, by code. */
async function communesOfToday(context: SubgraphContext): Promise<ReadonlyMap<string, SearchableCommune>> {
  const communes = await communesInForce(context).load(dayInProvince(context.now()));
  let found = byCode.get(communes);
  if (!found) byCode.set(communes, (found = new Map(communes.map((commune) => [commune.code, commune]))));
  return found;
}

/** A commune with its search keys. */
export interface SearchableCommune extends Commune {
  readonly searchKey: string;
  readonly searchCodes: string;
}
