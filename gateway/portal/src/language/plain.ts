/** A text without the marks of Vietnamese, in small letters: "Đông Sơn" is "dong son". */
export function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
}
