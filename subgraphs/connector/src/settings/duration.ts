import { z } from 'zod';

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * A duration as people write it: `30s`, `15m`, `6h`, `1d`; read as milliseconds.
 * @param least the shortest accepted one, and `most` the longest, in milliseconds.
 */
export function duration(least: number, most: number) {
  const expected = `expected a time from ${written(least)} to ${written(most)}, such as 30s, 15m, 6h or 1d`;
  return z
    .string(expected)
    .regex(/^[1-9]\d{0,6}[smhd]$/, expected)
    .transform((text) => Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units])
    .refine((milliseconds) => milliseconds >= least && milliseconds <= most, expected);
}

/** Writes a duration for people. */
export function written(milliseconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find((one) => milliseconds >= units[one] && milliseconds % units[one] === 0);
  return unit ? `${milliseconds / units[unit]}${unit}` : `${Math.round(milliseconds / units.s)}s`;
}
