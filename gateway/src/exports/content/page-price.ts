/** How many cells of a file take as long to read and write as an object of an answer, whose price is 1: measured. */
const cellsPerUnit = 20;

/** What a page of a file costs besides the operation that asks for it: by its cells, since a wide table takes longer. */
export function pagePrice(rows: number, columns: number): number {
  return Math.ceil((rows * columns) / cellsPerUnit);
}
