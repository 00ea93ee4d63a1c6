/** How many decimals beyond those that are kept tell a half from what lies beside it: what is further is a binary number's noise. */
const decimalsOfHalf = 8;

/**
 * A number rounded to some decimals, halves away from zero: the one rule of all that is shown, in the graph, on pages, in
 * files and in texts. The digits count, and not the binary fraction that stands for them: 0.235 to two decimals is 0.24,
 * as 1.005 is 1.01 and -0.5 to none is -1.
 */
export function rounded(value: number, decimals = 0): number {
  const scale = 10 ** decimals;
  // So large a number has no such decimals.
  if (!(Math.abs(value) * scale < Number.MAX_SAFE_INTEGER)) return value;
  const steps = Math.round(Number((Math.abs(value) * scale).toFixed(decimalsOfHalf)));
  // What is rounded to nothing has no sign.
  return (Math.sign(value) * steps) / scale + 0;
}
