/**
 * Solves a linear system with a symmetric positive definite matrix by Cholesky's method, its rows and columns scaled to
 * a diagonal of ones before.
 * @returns undefined where the matrix is singular, within numerical precision.
 */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const scale = matrix.map((row, index) => 1 / Math.sqrt(row[index]!));
  const factor: number[][] = [];
  for (const [row, values] of matrix.entries()) {
    const line: number[] = [];
    for (let column = 0; column <= row; column++) {
      let rest = values[column]! * scale[row]! * scale[column]!;
      const above = factor[column] ?? line;
      for (let index = 0; index < column; index++) rest -= line[index]! * above[index]!;
      if (column === row && !(rest > 1e-13)) return undefined;
      line.push(column === row ? Math.sqrt(rest) : rest / above[column]!);
    }
    factor.push(line);
  }
  const result = right.map((value, index) => value * scale[index]!);
  for (const [row, line] of factor.entries()) {
    for (let index = 0; index < row; index++) result[row]! -= line[index]! * result[index]!;
    result[row]! /= line[row]!;
  }
  for (let row = factor.length - 1; row >= 0; row--) {
    for (let index = row + 1; index < factor.length; index++) result[row]! -= factor[index]![row]! * result[index]!;
    result[row]! /= factor[row]![row]!;
  }
  return result.map((value, index) => value * scale[index]!);
}
