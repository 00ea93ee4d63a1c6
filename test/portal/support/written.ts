/** A whole number as the portal writes it in Vietnamese: `1.247.740`. */
export function writtenWhole(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '.');
}

/** A share as the portal writes it in Vietnamese: `40,1%`, and `0,59%` below ten percent. */
export function writtenShare(value: number): string {
  const digits = value < 0.1 && value !== 0 ? 2 : 1;
  return `${(value * 100).toFixed(digits).replace('.', ',')}%`;
}
