import { communeUnits } from '@hub/schema';

/** How many Digital Literacy teams the Youth Union has: the one figure of theirs that is published as such. */
export const teamCount = 423;

const communeCodes = [...communeUnits.keys()];

/** The demonstration's code of Digital Literacy team number 1 to 423; other organisations' files refer to it. */
export function demoTeamCode(number: number): string {
  return `DLT-${String(number).padStart(3, '0')}`;
}

/** Where team number 1 to 423 works: each commune has two or three. */
export function demoTeamCommune(number: number): string {
  return communeCodes[(number - 1) % communeCodes.length] ?? '';
}

/** The numbers of the teams that work in a commune. */
export function demoTeamsOf(communeCode: string): number[] {
  const first = communeCodes.indexOf(communeCode) + 1;
  return [first, first + communeCodes.length, first + 2 * communeCodes.length].filter((number) => number <= teamCount);
}

/** The demonstration's course codes of the university, which training records refer to. */
export const demoCourseCodes = Array.from({ length: 12 }, (_, index) => `HDU-C${String(index + 1).padStart(2, '0')}`);

/** The Provincial Public Administration Service Centre (Trung tâm Phục vụ hành chính công tỉnh). */
export const provincialServiceCentre = 'SP-38';

/** The one-stop shop (bộ phận một cửa) of a commune. */
export function serviceCentreOf(communeCode: string): string {
  return `SP-${communeCode}`;
}

/** Names of the 166 communes, by code. */
export const communeNames: ReadonlyMap<string, { readonly vi: string; readonly en: string }> = new Map(
  [...communeUnits.values()].map(({ code, nameVi, nameEn }) => [code, { vi: nameVi, en: nameEn }]),
);

/** Marks a made-up name as such, wherever it is shown. */
export function asDemo(name: { readonly vi: string; readonly en: string }): {
  readonly vi: string;
  readonly en: string;
} {
  return { vi: `${name.vi} (minh họa)`, en: `${name.en} (demonstration)` };
}
