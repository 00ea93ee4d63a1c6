/** How many cells of a file cost as much processor time as an object of an answer, whose price is 1: measured. */
const cellsPerUnit = 20;

/** The additional price of a page, by its cells, since a wide table takes longer. */
export function pagePrice(rows: number, columns: number): number {
  return Math.ceil((rows * columns) / cellsPerUnit);
}
