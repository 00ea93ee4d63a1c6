import { badUserInput } from './errors.js';

/** The days of a school year: every day belongs to one, so that no pupil's day lies between two. */
export interface SchoolYearRange {
  /** The first of August, `YYYY-MM-DD`. */
  readonly firstDay: string;
  /** The 31st of July after it. */
  readonly lastDay: string;
}

/** Whether a text is a school year: a year and the next one, such as `2025-2026`. */
export function isSchoolYear(text: string): boolean {
  const [, first, second] = /^(\d{4})-(\d{4})$/.exec(text) ?? [];
  return Number(first) > 0 && Number(second) === Number(first) + 1;
}

/**
 * Reads a school year. Classes meet from late August to June; the days between belong to the ending year.
 * @throws GraphQLError `BAD_USER_INPUT` when the text is none.
 */
export function parseSchoolYear(text: string): SchoolYearRange {
  if (!isSchoolYear(text))
    throw badUserInput(`Expected a school year such as 2025-2026, but got ${JSON.stringify(text)}.`);
  const [first = '', second = ''] = text.split('-');
  return { firstDay: `${first}-08-01`, lastDay: `${second}-07-31` };
}

/** The school year of a day, `YYYY-MM-DD`. */
export function schoolYearOf(day: string): string {
  const year = Number(day.slice(0, 4));
  const first = day.slice(5) < '08-01' ? year - 1 : year;
  return [first, first + 1].map((one) => String(one).padStart(4, '0')).join('-');
}
