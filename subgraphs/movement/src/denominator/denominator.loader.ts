import { isInForceOn, type PlaceRow, rowsOfKeys, type SubgraphContext } from '@hub/kit';
import { keptLoader } from '../kept/kept-loader.js';
import { type Denominator, DenominatorEntity } from './denominator.entity.js';

/** The audience and the place of a denominator. */
interface DenominatorKey {
  readonly audience: string;
  readonly placeCode: string;
}

/** All versions of each audience's number of people under a place's code, the newest first. */
const denominatorVersions = keptLoader<DenominatorKey, Denominator[]>(
  (keys, em) =>
    rowsOfKeys<Denominator>(
      em,
      DenominatorEntity,
      `select k.position, d.* from json_to_recordset(?::json) as k(position int, audience text, "placeCode" text)
       join denominator d on d.audience = k.audience and d.place_code = k."placeCode"
       order by k.position, d.version desc`,
      keys,
    ),
  ({ audience, placeCode }) => `${audience} ${placeCode}`,
);

/**
 * All versions of an audience's number of people in a commune, or in the root place if no commune is given, the
 * newest first. If several communes had the same code, each gets the versions of the days on which it existed.
 */
export async function denominatorsOf(
  audience: string,
  commune: PlaceRow | null,
  context: SubgraphContext,
): Promise<Denominator[]> {
  const versions = await denominatorVersions(context).load({ audience, placeCode: commune?.code ?? context.rootPlace });
  return versions.filter(({ validFrom, asOf }) => commune === null || isInForceOn(commune, validFrom ?? asOf));
}

/** Of the versions of a denominator, the one that is in force on a day. */
export function denominatorOn(versions: readonly Denominator[], day: string): Denominator | null {
  return (
    versions.find(({ validFrom, validUntil }) => validFrom != null && isInForceOn({ validFrom, validUntil }, day)) ??
    null
  );
}
