/** Tells what time it is; tests give their own. */
export type Clock = () => Date;

/** The clock of the machine. */
export const systemClock: Clock = () => new Date();

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

/** How far the province's clock is ahead of UTC, as RFC 3339 has it: it has no summer time. */
export const provinceOffset = '+07:00';

/** The moment that the province's clock shows on a day, such as `2026-12-31` and `09:00` or `09:00:00`. */
export function momentInProvince(day: string, time: string): Date {
  return new Date(`${day}T${time}${provinceOffset}`);
}

/** A moment as the province's clock shows it: `2026-12-31T09:00:00`. */
export function timeInProvince(moment: Date): string {
  const aheadMs = Date.parse('1970-01-01T00:00:00Z') - Date.parse(`1970-01-01T00:00:00${provinceOffset}`);
  return new Date(moment.getTime() + aheadMs).toISOString().slice(0, 19);
}

/** The moment at which a day (`2026-12-31`) ends in the province, in milliseconds since the epoch. */
export function endOfDayInProvince(day: string): number {
  return momentInProvince(day, '24:00:00').getTime();
}
