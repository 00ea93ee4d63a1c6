import type { DemoProvince } from '../province.js';

/** Number of inhabitants of the province. */
export const provinceResidents = 4_300_000;

/** A province with a share of its people: each commune has that share of its inhabitants, and at least one. */
export function shareOfProvince(province: DemoProvince, share: number): DemoProvince {
  const all = [...province.inhabitants.values()].reduce((sum, { people }) => sum + people, 0);
  const scaled = [...province.inhabitants].map(
    ([code, { people, remark }]) =>
      [code, { people: Math.max(1, Math.round((people * provinceResidents * share) / all)), remark }] as const,
  );
  return { ...province, inhabitants: new Map(scaled) };
}

/** Number of inhabitants of a province. */
export function residentsOf({ inhabitants }: DemoProvince): number {
  return [...inhabitants.values()].reduce((sum, { people }) => sum + people, 0);
}
