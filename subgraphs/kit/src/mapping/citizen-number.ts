import { provincesOfNumbers } from '@hub/protocol';

/**
 * Restores the zero that a spreadsheet dropped from a citizen's number, where that is certain: eleven digits that begin
 * with a province and a digit of sex and century. Returns any other text unchanged, except without spaces and dots.
 */
export function readCitizenNumber(given: string): string {
  const text = given.replaceAll(/[\s\u00A0']|(?<=\d)[.-](?=\d{3})/g, '');
  const [, province = ''] = /^([1-9]\d)[0-3]\d{8}$/.exec(text) ?? [];
  return provincesOfNumbers.has(province) ? `0${text}` : text;
}
