/**
 * How many decimals beyond the kept ones distinguish a half from its neighbours: further decimals are rounding errors.
 */
const decimalsOfHalf = 8;

/**
 * Rounds a number to some decimals, halves away from zero: the only rule for all shown numbers, in the graph, on pages,
 * in files and in texts. The decimal digits count, not their binary approximation: 0.235 to two decimals is 0.24, 1.005
 * is 1.01, and -0.5 to none is -1.
 */
export function rounded(value: number, decimals = 0): number {
  const scale = 10 ** decimals;
  // A number of this size has no such decimals.
  if (!(Math.abs(value) * scale < Number.MAX_SAFE_INTEGER)) return value;
  const steps = Math.round(Number((Math.abs(value) * scale).toFixed(decimalsOfHalf)));
  // A zero has no sign.
  return (Math.sign(value) * steps) / scale + 0;
}
