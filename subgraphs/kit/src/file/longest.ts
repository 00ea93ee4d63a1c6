/** The most characters of a cell, as spreadsheets have it. */
export const longestCell = 32_767;

/** The most characters of a row, all its cells together; of a CSV file, its bytes. */
export const longestRow = 1_000_000;
