import { column } from '@hub/kit';

/** A calendar month. */
export const month: column.Column<string> = {
  expected: 'a month, as YYYY-MM',
  parse: (value) => (/^\d{4}-\d{2}$/.test(value) ? column.period.parse(value) : undefined),
};
