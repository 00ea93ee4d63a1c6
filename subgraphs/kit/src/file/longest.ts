/** The most characters of a cell, as in spreadsheets. */
export const longestCell = 32_767;

/** The most characters of a row, over all its cells; of a CSV file, its bytes. */
export const longestRow = 1_000_000;
