/** A text in lower case without Vietnamese diacritics: "Đông Sơn" is "dong son". */
export function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
}
