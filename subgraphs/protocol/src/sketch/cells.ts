/** How many columns a sketch has at most: a token's column is a number of zeros of 32 bits, at most 31. */
export const maxColumns = 32;

/** The probability that a token falls into a column. */
export function shareOf(column: number): number {
  return 2 ** -Math.min(column + 1, maxColumns - 1);
}

/** How many bits of a word are set. */
export function popCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many cells of a column are set in two sketches, and how many in only one of them. */
export interface SharedCells {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
}
