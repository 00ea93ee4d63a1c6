/**
 * The two digits, behind a zero, that a citizen's number begins with: the provinces where births were registered until
 * June 2025. Numbers keep them, whatever became of the provinces.
 */
const provinces = new Set(
  `01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62
   64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96`.split(/\s+/),
);

/**
 * A citizen's number with the zero that a spreadsheet dropped, where that is certain: eleven digits that begin with a
 * province and a digit of sex and century. Anything else is given back without spaces, as it is.
 */
export function readCitizenNumber(given: string): string {
  const text = given.replaceAll(/[\s\u00A0']/g, '');
  const [, province = ''] = /^([1-9]\d)[0-3]\d{8}$/.exec(text) ?? [];
  return provinces.has(province) ? `0${text}` : text;
}
