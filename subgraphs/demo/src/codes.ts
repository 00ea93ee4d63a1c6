import type { DemoName, DemoProvince } from './province.js';

/** Number of Digital Literacy teams of the Youth Union, the only published number of teams. */
export const teamCount = 423;

/** The demonstration's code of Digital Literacy team number 1 to 423; other organisations' files refer to it. */
export function demoTeamCode(number: number): string {
  return `DLT-${String(number).padStart(3, '0')}`;
}

/** Commune of team number 1 to 423: the communes in turn. */
export function demoTeamCommune(number: number, { communes }: DemoProvince): string {
  const codes = [...communes.keys()];
  return codes[(number - 1) % codes.length] ?? '';
}

/** The numbers of a commune's teams. */
export function demoTeamsOf(communeCode: string, { communes }: DemoProvince): number[] {
  const numbers: number[] = [];
  const first = [...communes.keys()].indexOf(communeCode) + 1;
  for (let number = first; number <= teamCount; number += communes.size) numbers.push(number);
  return numbers;
}

/** The demonstration's course codes of the university, which training records refer to. */
export const demoCourseCodes = Array.from({ length: 12 }, (_, index) => `HDU-C${String(index + 1).padStart(2, '0')}`);

/** The Provincial Public Administration Service Centre (Trung tâm Phục vụ hành chính công tỉnh). */
export function provincialServiceCentre({ code }: DemoProvince): string {
  return `SP-${code}`;
}

/** The one-stop shop (bộ phận một cửa) of a commune. */
export function serviceCentreOf(communeCode: string): string {
  return `SP-${communeCode}`;
}

/** Marks an invented name as part of the demonstration. */
export function asDemo(name: DemoName): DemoName {
  return { vi: `${name.vi} (minh họa)`, en: `${name.en} (demonstration)` };
}

/** A name for use inside a sentence: `xã Hoá Quỳ`. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
