import type { PlaceRow, SubgraphContext } from '@hub/kit';
import type { Commune } from '../commune/commune.loader.js';
import { predecessorsOf, successorsOf } from '../place/place.loader.js';

/**
 * The former districts that some of these communes were formed of, and some others, too: so these communes are not, all
 * together, what the districts were. By code.
 */
export async function dividedDistricts(communes: readonly Commune[], context: SubgraphContext): Promise<PlaceRow[]> {
  const before = await Promise.all(communes.map((commune) => predecessorsOf(context).load(commune)));
  const districts = new Map(
    before.flatMap((places) => places.flatMap((one) => (one.level === 'DISTRICT' ? [[one.code, one] as const] : []))),
  );
  const own = new Set(communes.map(({ code }) => code));
  const isDivided = await Promise.all(
    [...districts.values()].map(async (district) =>
      (await successorsOf(context).load(district)).some(({ code }) => !own.has(code)),
    ),
  );
  return [...districts.values()]
    .filter((_, index) => isDivided[index])
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}
