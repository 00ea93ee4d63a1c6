import { isInForceOn, type Place, type Places } from '@hub/kit';
import { described } from '@hub/kit/service';
import type { Region } from './region.entity.js';

/** The parts of a region that define its communes. */
export type RegionExtent = Pick<Region, 'code' | 'validFrom' | 'validUntil' | 'communes'>;

/** The parts of a commune that define its groups. */
export type GroupedCommune = Pick<Place, 'code' | 'validFrom' | 'validUntil' | 'nameVi' | 'area' | 'type'>;

/** Why regions cannot be published together, or together with the groups by area and type. */
export interface RegionFault {
  readonly region: RegionExtent;
  /** The expected and the actual value. */
  readonly reason: string;
}

/** Whether a region has a commune. */
type Has<Commune> = (region: RegionExtent, commune: Commune) => boolean;

/**
 * The fewest communes that published groups may separate from each other. A reader who knows the exact sum of five
 * counts still cannot exclude any of the ten values of each, unless the sum is near its ends
 * (`docs/decisions/people-once-disclosure.md`).
 */
export const fewestCommunes = 5;

/** Whether a region names a commune: codes are read on its first day. */
export function hasCommune({ communes, validFrom }: RegionExtent, commune: GroupedCommune): boolean {
  return isInForceOn(commune, validFrom) && communes.includes(commune.code);
}

/**
 * Whether a region has a commune; if the commune does not exist on the region's first day, whether the region has all
 * its predecessors or successors.
 */
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
  /** All communes that exist on the day. */
  readonly communes: readonly Commune[];
  /** The regions of all times, since a region is compared with the one that it replaces. */
  readonly regions: readonly RegionExtent[];
  readonly has: Has<Commune>;
}

/**
 * The faults of regions taken together. Every set that follows from published groups consists of pieces: communes of
 * the same area, the same type, and the same regions. No piece may be small. An area may not be split in two, since
 * each part would follow from the area's number and the other part's, with less error.
 */
export function regionFaults<Commune extends GroupedCommune>(asked: RegionsOnDay<Commune>): RegionFault[] {
  const { day, communes, regions } = asked;
  const today = { ...asked, regions: regions.filter((region) => isInForceOn(region, day)) };
  const shared = communes.flatMap((commune) => inSeveral(commune, today));
  // One commune of each region is enough for the message.
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
