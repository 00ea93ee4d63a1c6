/**
 * The standard errors that theory allows, from the true numbers; shares no code with the module. A cell of a table of
 * `rows` and 32 columns is hit by a person with the probability 2^-(column + 1) / rows; Fisher information of all cells,
 * of which the true numbers are not random: the Poisson variance goes off.
 */
const columns = 32;

const hitOf = (column: number, rows: number) => 2 ** -Math.min(column + 1, columns - 1) / rows;

/** Of a number of people: cells are set with the probability 1 − (1 − hit)^people. */
export function theoryOfPeople(people: number, rows: number): number {
  let information = 0;
  for (let column = 0; column < columns; column++) {
    const log = Math.log1p(-hitOf(column, rows));
    const unset = Math.exp(people * log);
    const slope = -log * unset;
    const set = -Math.expm1(people * log);
    if (unset > 0) information += (rows * slope * slope) / (set * unset);
  }
  return Math.sqrt(1 / information - people);
}

/**
 * Of the people in two sets: the information of the sizes of the first, the second and the union, by inclusion and
 * exclusion, of which the overlap is first + second − union.
 */
export function theoryOfOverlap(first: number, second: number, both: number, rows: number): number {
  const union = first + second - both;
  const information = Array.from({ length: 3 }, () => [0, 0, 0]);
  for (let column = 0; column < columns; column++) {
    const hit = hitOf(column, rows);
    const [a, b, u] = [first, second, union].map((size) => Math.expm1(-hit * size)) as [number, number, number];
    const [da, db, du] = [a, b, u].map((value) => -hit * (1 + value)) as [number, number, number];
    // In none, only in the second, only in the first, in both: probabilities, and slopes by the three sizes.
    const states: [number, number[]][] = [
      [1 + u, [0, 0, du]],
      [a - u, [da, 0, -du]],
      [b - u, [0, db, -du]],
      [u - a - b, [-da, -db, du]],
    ];
    for (const [probability, slopes] of states) {
      if (probability <= 0) continue;
      for (const row of [0, 1, 2]) {
        for (const other of [0, 1, 2]) {
          information[row]![other]! += (rows * slopes[row]! * slopes[other]!) / probability;
        }
      }
    }
  }
  const direction = [1, 1, -1];
  const determinant = (matrix: number[][]) => {
    const [[a, b, c], [d, e, f], [g, h, i]] = matrix as [number[], number[], number[]] as any;
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  };
  // Cramer's rule, on sizes of about one.
  const scaled = information.map((row) => row.map((value) => value * union));
  const whole = determinant(scaled);
  const solved = [0, 1, 2].map(
    (replaced) =>
      determinant(scaled.map((row, index) => row.map((v, column) => (column === replaced ? direction[index]! : v)))) /
      whole,
  );
  const variance = union * solved.reduce((sum, value, index) => sum + value * direction[index]!, 0);
  return Math.sqrt(variance - both);
}
