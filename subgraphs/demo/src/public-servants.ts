import { demoPopulation } from './population.js';
import type { DemoProvince } from './province.js';

/** The day of the public sector's head-counts in the demonstration. */
export const demoHeadcountsAsOf = '2026-06-30';

/** Source of the numbers of staff in the demonstration. */
export const demoHeadcountsSource = `Số minh họa: người làm việc ngày ${demoHeadcountsAsOf} trong hồ sơ nhân sự minh họa của khu vực công, theo nơi ở`;

/**
 * Number of the demonstration's public servants by commune of residence: in the public sector's records, and as the
 * movement's denominators.
 */
export function demoPublicServants(count: number, province: DemoProvince): ReadonlyMap<string, number> {
  const servants = new Map([...province.communes.keys()].map((code) => [code, 0]));
  for (const { isPublicServant, communeCode } of demoPopulation(count, province)) {
    if (isPublicServant) servants.set(communeCode, (servants.get(communeCode) ?? 0) + 1);
  }
  return servants;
}
