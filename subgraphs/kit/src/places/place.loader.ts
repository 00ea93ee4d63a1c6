import { dayInProvince } from '@hub/protocol';
import type { SubgraphContext } from '../graphql/context.js';
import { isInForceOn } from '../base/in-force.js';
import { defineLoader, rowsOfKeys } from '../graphql/loader.js';
import { readPlaceCode, writePlaceCode } from './place-code.js';
import { PlaceEntity, type PlaceRow } from './place.entity.js';

/** The key of a place: a caller's code, see `PlaceCode`, and the day for reading it. */
export interface PlaceKey {
  readonly code: string;
  /** Default: today; then a code that no place has any more means the last place with it. */
  readonly on?: string | undefined;
}

/** Reads places by code and day; null where there is none. */
export const placeLoader = defineLoader<PlaceKey, PlaceRow | null>(
  async (keys, em, { now }) => {
    const today = dayInProvince(now());
    const asked = keys.map((key) => {
      const { code, on = key.on } = readPlaceCode(key.code);
      return { code, day: on ?? today, exact: on !== undefined };
    });
    const found = await rowsOfKeys<PlaceRow>(
      em,
      PlaceEntity,
      `select distinct on (k.position) k.position, p.*
       from json_to_recordset(?::json) as k(position int, code text, day date, exact boolean)
       join place p on p.code = k.code and p.valid_from <= k.day
         and (not k.exact or coalesce(p.valid_until, 'infinity') >= k.day)
       order by k.position, p.valid_from desc`,
      asked,
    );
    return found.map(([place = null]) => place);
  },
  ({ code, on }) => `${code} ${on ?? ''}`,
);

/**
 * The code that identifies a place: its code alone or, where that means another place today, with a day: the place's
 * last day, or the first if it has not begun.
 */
export async function codeOf(place: PlaceRow, context: SubgraphContext): Promise<string> {
  const { code, validFrom, validUntil } = place;
  const today = dayInProvince(context.now());
  if (isInForceOn(place, today)) return code;
  const ofToday = await placeLoader(context).load({ code });
  if (!ofToday || ofToday.validFrom === validFrom) return code;
  return writePlaceCode(code, validFrom <= today && validUntil !== null ? validUntil : validFrom);
}
