import { demoCommuneShares } from './population.js';
import type { DemoProvince } from './province.js';

/** Published total of the 2025 re-organisation scheme, and a made-up share of adults in it. */
const [inhabitants, share] = [4_320_947, 0.72];

/** How many adults each commune of the demonstration has, by code: as the movement's demonstration counts them. */
export function demoAdults(province: DemoProvince): ReadonlyMap<string, number> {
  const shares = [...demoCommuneShares(province)];
  return new Map(shares.map(([code, part]) => [code, Math.round(inhabitants * share * part)]));
}
