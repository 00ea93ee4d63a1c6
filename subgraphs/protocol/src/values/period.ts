import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';
import { badUserInput } from './errors.js';

/** A calendar period of the movement's reports, in calendar months. */
export interface PeriodRange {
  /** First month, `YYYY-MM`. */
  readonly firstMonth: string;
  /** Last month, `YYYY-MM`. */
  readonly lastMonth: string;
  /** First day, `YYYY-MM-DD`. */
  readonly firstDay: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly lastDay: string;
}

const pattern = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/;

/** Whether a text is a period: a year, a quarter or a month. */
export function isPeriod(text: string): boolean {
  return pattern.test(text);
}

/**
 * Reads a period: a year (`2026`), a quarter (`2026-Q3`) or a month (`2026-09`).
 * @throws GraphQLError `BAD_USER_INPUT` when the text is none of these.
 */
export function parsePeriod(text: string): PeriodRange {
  const match = pattern.exec(text);
  if (!match?.[1]) {
    throw badUserInput(`Expected a period such as 2026, 2026-Q3 or 2026-09, but got ${JSON.stringify(text)}.`);
  }
  const [, year, quarter, month] = match;
  const first = month ? Number(month) : quarter ? Number(quarter) * 3 - 2 : 1;
  const last = month ? first : quarter ? first + 2 : 12;
  const name = (monthNumber: number) => `${year}-${String(monthNumber).padStart(2, '0')}`;
  const lastDay = new Date(Date.UTC(Number(year), last, 0)).getUTCDate();
  return {
    firstMonth: name(first),
    lastMonth: name(last),
    firstDay: `${name(first)}-01`,
    lastDay: `${name(last)}-${lastDay}`,
  };
}

function checked(value: unknown): string {
  if (typeof value !== 'string') {
    throw badUserInput(`Expected a period as text, such as "2026-09", but got ${JSON.stringify(value)}.`);
  }
  parsePeriod(value);
  return value;
}

/** The `Period` scalar of the shared vocabulary; values stay texts. */
export const GraphQLPeriod = new GraphQLScalarType<string, string>({
  name: 'Period',
  description:
    'A calendar period (kỳ theo năm dương lịch), never a school year: a year `2026`, a quarter `2026-Q3` or a month `2026-09`.',
  specifiedByURL: 'https://specs.digital-education.example/format/v1.0#period',
  serialize: checked,
  parseValue: checked,
  parseLiteral: (node) => checked(valueFromASTUntyped(node)),
  extensions: { directives: { format: { as: 'period' } } },
});
