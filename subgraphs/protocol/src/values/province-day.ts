/** Gives the present time; tests set it. */
export type Clock = () => Date;

/** The clock of the machine. */
export const systemClock: Clock = () => new Date();

const provinceDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });

/** The minute of the last call, in minutes since the epoch, and its day: a day never ends within a minute. */
let lastMinute = Number.NaN;
let lastDay = '';

/** The calendar day (`2026-12-01`) of a moment in the province: all days in the hub are the province's. */
export function dayInProvince(moment: Date): string {
  const minute = Math.floor(moment.getTime() / 60_000);
  if (minute !== lastMinute) {
    lastDay = provinceDay.format(moment);
    lastMinute = minute;
  }
  return lastDay;
}

/** The month of a moment in the province, as a period: `2026-12`. */
export function monthInProvince(moment: Date): string {
  return dayInProvince(moment).slice(0, 7);
}

/** The province's offset from UTC, in RFC 3339: it has no summer time. */
export const provinceOffset = '+07:00';

/** The moment of a time on a day in the province, such as `2026-12-31` and `09:00` or `09:00:00`. */
export function momentInProvince(day: string, time: string): Date {
  return new Date(`${day}T${time}${provinceOffset}`);
}

/** The date and time of a moment in the province: `2026-12-31T09:00:00`. */
export function timeInProvince(moment: Date): string {
  const aheadMs = Date.parse('1970-01-01T00:00:00Z') - Date.parse(`1970-01-01T00:00:00${provinceOffset}`);
  return new Date(moment.getTime() + aheadMs).toISOString().slice(0, 19);
}

/** The moment at which a day (`2026-12-31`) ends in the province, in milliseconds since the epoch. */
export function endOfDayInProvince(day: string): number {
  return momentInProvince(day, '24:00:00').getTime();
}
