/** The movement's first day in the demonstration. */
export const demoFirstDay = '2025-05-01';

/** The last day that the demonstration's files tell of. */
export const demoLastDay = '2026-10-31';

/** The day some days after another; before it where they are negative. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
