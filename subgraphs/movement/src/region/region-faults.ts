import { isInForceOn, type Place, type Places } from '@hub/kit';
import { described } from '@hub/kit/service';
import type { Region } from './region.entity.js';

/** What of a region says which communes it has. */
export type RegionExtent = Pick<Region, 'code' | 'validFrom' | 'validUntil' | 'communes'>;

/** What of a commune says to which groups it belongs. */
export type GroupedCommune = Pick<Place, 'code' | 'validFrom' | 'validUntil' | 'nameVi' | 'area' | 'type'>;

/** Why regions cannot be published beside each other and beside the groups by area and type. */
export interface RegionFault {
  readonly region: RegionExtent;
  /** What was expected, and what came. */
  readonly reason: string;
}

/** Whether a region has a commune. */
type Has<Commune> = (region: RegionExtent, commune: Commune) => boolean;

/**
 * How few communes the published groups may cut out of each other. Whoever knows the sum of five counts exactly still has
 * all ten values of each, unless the sum is near its ends (`docs/decisions/people-once-disclosure.md`).
 */
export const fewestCommunes = 5;

/** Whether a region names a commune: codes are read on its first day. */
export function hasCommune({ communes, validFrom }: RegionExtent, commune: GroupedCommune): boolean {
  return isInForceOn(commune, validFrom) && communes.includes(commune.code);
}

/** Whether a region has a commune, or all that it was before or became where it is not there on the region's first day. */
export function hasThroughTime(places: Places): Has<Place> {
  const has: Has<Place> = (region, commune) => {
    if (isInForceOn(commune, region.validFrom)) return hasCommune(region, commune);
    const isLater = commune.validFrom > region.validFrom;
    const others = (isLater ? places.predecessorsOf(commune) : places.successorsOf(commune)).filter(
      ({ level }) => level === commune.level,
    );
    return others.length > 0 && others.every((one) => has(region, one));
  };
  return has;
}

/** The regions to check, on a day. */
export interface RegionsOnDay<Commune> {
  readonly day: string;
  /** All that are there on the day. */
  readonly communes: readonly Commune[];
  /** Of all times, where one that takes another's place is compared with it. */
  readonly regions: readonly RegionExtent[];
  readonly has: Has<Commune>;
}

/**
 * What does not hold of regions taken together. Every set that follows from published groups is made of pieces: the
 * communes that are in the same area, of the same type, and in the same regions. No piece may be small; and an area may
 * not fall into two, for each would follow from the area's number and the other's, with less error.
 */
export function regionFaults<Commune extends GroupedCommune>(asked: RegionsOnDay<Commune>): RegionFault[] {
  const { day, communes, regions } = asked;
  const today = { ...asked, regions: regions.filter((region) => isInForceOn(region, day)) };
  const shared = communes.flatMap((commune) => inSeveral(commune, today));
  // One commune of each region says enough.
  if (shared.length > 0) return [...new Map(shared.map((fault) => [fault.region, fault])).values()];
  const cells = [...Map.groupBy(communes, ({ area, type }) => `${area ?? ''} ${type}`)];
  return cells.flatMap(([cell, ofCell]) => [
    ...smallPieces(cell, { ...asked, communes: ofCell }),
    ...twoPieces(cell, { ...today, communes: ofCell }),
  ]);
}

function inSeveral<Commune extends GroupedCommune>(
  commune: Commune,
  { regions, has }: RegionsOnDay<Commune>,
): RegionFault[] {
  const [first, ...others] = regions.filter((region) => has(region, commune));
  return others.map((region) => ({
    region,
    reason: `expected a commune in one region at a time, but ${described(commune)} is in ${first?.code ?? ''} and ${region.code}`,
  }));
}

/** The communes that are in the same regions. */
function piecesOf<Commune extends GroupedCommune>({ communes, regions, has }: RegionsOnDay<Commune>) {
  const inRegions = communes.map((commune) => ({ commune, in: regions.filter((region) => has(region, commune)) }));
  const nameOf = ({ code, validFrom }: RegionExtent) => `${code} ${validFrom}`;
  return [...Map.groupBy(inRegions, (one) => one.in.map(nameOf).join()).values()];
}

function smallPieces<Commune extends GroupedCommune>(cell: string, asked: RegionsOnDay<Commune>): RegionFault[] {
  const pieces = piecesOf(asked);
  if (pieces.length === 1) return [];
  return pieces
    .filter((piece) => piece.length < fewestCommunes)
    .flatMap((piece) => {
      const own = piece[0]?.in ?? [];
      const region = own.at(-1) ?? asked.regions.at(-1);
      if (!region) return [];
      const names = piece.map(({ commune }) => described(commune)).join(', ');
      const where = own.length > 0 ? `alone in ${own.map(({ code }) => code).join(' and ')}` : 'in no region';
      const reason = `expected regions that part the communes of ${cell} into ${fewestCommunes} or more each, for less would follow from other groups' numbers, but ${piece.length} are ${where}: ${names}`;
      return [{ region, reason }];
    });
}

function twoPieces<Commune extends GroupedCommune>(cell: string, asked: RegionsOnDay<Commune>): RegionFault[] {
  const pieces = piecesOf(asked);
  const region = pieces.flatMap((piece) => piece[0]?.in ?? []).at(-1);
  if (pieces.length !== 2 || !region) return [];
  const reason = `expected one region or three and more that share the communes of ${cell}, for of two each follows from the other and the whole, but ${region.code} leaves two parts`;
  return [{ region, reason }];
}
