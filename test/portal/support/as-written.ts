/** Numbers and days as the pages write them in Vietnamese, written by other code than theirs. */

/** A whole number: `1.247.740`. */
export function whole(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '.');
}

/** A share: with two decimals below ten percent, but none that it does not carry. */
export function share(value: number): string {
  const carried = Number((Math.abs(value) * 100).toFixed(8))
    .toString()
    .split('.')[1];
  const digits = Math.min(carried?.length ?? 0, Math.abs(value) < 0.1 && value !== 0 ? 2 : 1);
  return `${points(value * 100, digits)}%`;
}

/** Percentage points, halves away from zero: by the digits of the number, and not by its binary fraction. */
export function points(value: number, digits = 1): string {
  const [before = '', after = ''] = Math.abs(value).toFixed(10).split('.');
  const kept = BigInt(before + after.slice(0, digits)) + (Number(after[digits]) >= 5 ? 1n : 0n);
  const written = String(kept).padStart(digits + 1, '0');
  const text = digits === 0 ? written : `${written.slice(0, -digits)},${written.slice(-digits)}`;
  return value < 0 && kept > 0n ? `-${text}` : text;
}

/** A number within its bounds, as the pages write it in Vietnamese. */
export function between({ people, atMost }: { people: number; atMost: number }): string {
  return people === atMost ? whole(people) : `từ ${whole(people)} đến ${whole(atMost)}`;
}

/** The interval of a number of people: the estimate's interval, or else the bounds. */
export function interval(of: { lower?: number; upper?: number; interval: { lower: number; upper: number } | null }) {
  const { lower = 0, upper = 0 } = of.interval ?? of;
  return `từ ${whole(lower)} đến ${whole(upper)}`;
}

/** A day as the pages write it in Vietnamese. */
export function day(value: string): string {
  return value.slice(0, 10).split('-').toReversed().join('/');
}
