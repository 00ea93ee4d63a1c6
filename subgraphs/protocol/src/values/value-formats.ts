import { isPeriod } from './period.js';
import { isSchoolYear } from './school-year.js';

/** The required form of a text as an argument. */
export interface ValueFormat {
  /** Ends the sentence "expected …". */
  readonly expected: string;
  readonly accepts: (text: string) => boolean;
}

/**
 * The specification of `@format(as: …)` in schemas: it gives the form of a scalar's, an argument's or an input field's
 * text, so that a gateway refuses a malformed value before it asks a subgraph.
 */
export const formatSpecification = 'https://specs.digital-education.example/format/';

/** The link to that specification, and the directive, in a subgraph's schema. */
export const formatDirective = `extend schema
  @link(url: "${formatSpecification}v1.0", import: ["@format"])
  @composeDirective(name: "@format")

"""What the text of a value must look like: a format of the hub, such as date."""
directive @format(as: String!) on SCALAR | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;

/** The formats by their names in schemas. Only a code's owner knows whether it exists. */
export const valueFormats = {
  code: {
    expected: 'a code of letters, digits, - and _ (at most 40)',
    accepts: (text) => /^[\p{L}\p{N}_-]{1,40}$/u.test(text),
  },
  commune: {
    expected: 'the 5-digit code of a commune or ward, or code@day as it was read on a day',
    accepts: isCommune,
  },
  place: {
    expected: 'the code of a place (5 digits of a commune, 3, 2, or 2 letters), or code@day as it was read on a day',
    accepts: isPlace,
  },
  cursor: {
    expected: 'a cursor of an answer before',
    accepts: (text) => /^[\w=-]{0,1000}$/.test(text),
  },
  search: {
    expected: 'a text of at most 100 characters, without NUL',
    accepts: (text) => text.length <= 100 && !text.includes('\0'),
  },
  note: {
    expected: 'a text of at most 1,000 characters, without NUL',
    accepts: (text) => text.length <= 1000 && !text.includes('\0'),
  },
  date: {
    expected: 'a date that exists, as YYYY-MM-DD',
    accepts: isDay,
  },
  period: {
    expected: 'a period such as 2026, 2026-Q3 or 2026-09',
    accepts: isPeriod,
  },
  digest: {
    expected: 'a SHA-256 in base64url (43 characters)',
    accepts: (text) => /^[\w-]{43}$/.test(text),
  },
  signature: {
    expected: 'a detached JWS of at most 1,000 characters',
    accepts: (text) => /^[\w-]+\.\.[\w-]+$/.test(text) && text.length <= 1000,
  },
  schoolYear: {
    expected: 'a school year, such as 2025-2026',
    accepts: isSchoolYear,
  },
} as const satisfies Readonly<Record<string, ValueFormat>>;

export type FormatName = keyof typeof valueFormats;

function isCommune(text: string): boolean {
  return /^\d{5}(@|$)/.test(text) && isPlace(text);
}

function isPlace(text: string): boolean {
  const [code = '', day, ...more] = text.split('@');
  return /^(\d{5}|\d{3}|\d{2}|[A-Z]{2})$/.test(code) && (day === undefined || isDay(day)) && more.length === 0;
}

/** Avoids Date, which takes ten times as long: each row of a file has a day or two. */
function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  if (day <= 28) return true;
  if (month !== 2) return day <= 30 || ![4, 6, 9, 11].includes(month);
  return day === 29 && (year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0));
}
