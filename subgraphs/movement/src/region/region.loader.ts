import { isInForceOn, rowsOfKeys, type SubgraphContext } from '@hub/kit';
import { communesInForce } from '../commune/commune.loader.js';
import { keptLoader } from '../kept/kept-loader.js';
import { type Region, RegionEntity } from './region.entity.js';
import { type GroupedCommune, hasCommune, type RegionExtent, regionFaults } from './region-faults.js';

/** A region with its communes on a day. */
export interface WithCommunes<Extent extends RegionExtent, Commune extends GroupedCommune> {
  readonly region: Extent;
  readonly communes: readonly Commune[];
}

/**
 * The regions that are in force on a day. A region ends when borders change and one of its communes no longer exists;
 * a region that would then leave too small a part of the others ends too (`regionFaults`).
 * @param communes all communes of the day.
 * @param regions of all times.
 */
export function regionsOn<Extent extends RegionExtent, Commune extends GroupedCommune>(
  day: string,
  communes: readonly Commune[],
  regions: readonly Extent[],
): WithCommunes<Extent, Commune>[] {
  const whole = regions
    .map((region) => ({ region, communes: communes.filter((commune) => hasCommune(region, commune)) }))
    .filter(({ region, communes: { length } }) => isInForceOn(region, day) && length === region.communes.length);
  const inForce = whole.map(({ region }) => region);
  const faults = regionFaults({ day, communes, regions: inForce, has: hasCommune });
  return faults.length === 0 ? whole : [];
}

/** Identifies the estimate of a region's people: codes and names may also belong to other groups. */
export function regionGroup({ code, validFrom }: Pick<Region, 'code' | 'validFrom'>): string {
  return `region ${code} ${validFrom}`;
}

/** All regions of all times, by code. */
const allRegions = keptLoader<'all', Region[]>(async (keys, em) => {
  const [regions = []] = await rowsOfKeys<Region>(
    em,
    RegionEntity,
    `select k.position, r.* from json_to_recordset(?::json) as k(position int) cross join region r
     order by r.code, r.valid_from`,
    [{}],
  );
  return keys.map(() => regions);
});

/** The regions that are in force on a day, by code, with their communes in Vietnamese alphabetical order. */
export async function regionsInForce(day: string, context: SubgraphContext) {
  const [communes, regions] = await Promise.all([communesInForce(context).load(day), allRegions(context).load('all')]);
  return regionsOn(day, communes, regions);
}
