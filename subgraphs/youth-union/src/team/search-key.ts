/** Folds a name for search: no diacritics, no tones (so that Hóa equals Hoá), đ as d, lower case, single spaces. */
export function searchKey(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
