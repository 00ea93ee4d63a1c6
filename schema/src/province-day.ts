/** Tells what time it is; tests give their own. */
export type Clock = () => Date;

/** The clock of the machine. */
export const systemClock: Clock = () => new Date();

/** How far the province's clock is ahead of UTC, as RFC 3339 has it: it has no summer time. */
const ahead = '+07:00';

const provinceDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });

/** The minute that was asked for last, in minutes since the epoch, and its day: a day never ends within a minute. */
let lastMinute = Number.NaN;
let lastDay = '';

/** The calendar day (`2026-12-01`) that a moment is in, in the province: the only day that the hub speaks of. */
export function dayInProvince(moment: Date): string {
  const minute = Math.floor(moment.getTime() / 60_000);
  if (minute !== lastMinute) {
    lastDay = provinceDay.format(moment);
    lastMinute = minute;
  }
  return lastDay;
}

/** The month that a moment is in, in the province, as a period: `2026-12`. */
export function monthInProvince(moment: Date): string {
  return dayInProvince(moment).slice(0, 7);
}

/** The moment at which a day (`2026-12-31`) ends in the province, in milliseconds since the epoch. */
export function endOfDayInProvince(day: string): number {
  return Date.parse(`${day}T24:00:00${ahead}`);
}

/**
 * The moment at which the province's clock shows a time of a day.
 * @param time `HH:MM`.
 */
export function momentInProvince(day: string, time: string): Date {
  return new Date(`${day}T${time}:00${ahead}`);
}
