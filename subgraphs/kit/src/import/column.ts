import { communeUnits, dayInProvince, type FormatName, provinceCode, systemClock, valueFormats } from '@hub/schema';

/** One column of an organisation's file: what it must hold, and what is made of it. */
export interface Column<Value> {
  /** Ends the sentence "expected …". */
  readonly expected: string;
  /**
   * @param text trimmed, in Unicode NFC.
   * @param today the province's day; today's unless told.
   * @returns undefined when the text is not what is expected.
   */
  readonly parse: (text: string, today?: string) => Value | undefined;
  /** Identifies a person: never repeated in a message, a log or the file of rejected rows. */
  readonly secret?: boolean;
}

const matching = (expected: string, pattern: RegExp): Column<string> => ({
  expected,
  parse: (text) => (pattern.test(text) ? text : undefined),
});

function inFormat(name: FormatName): Column<string> {
  const { expected, accepts } = valueFormats[name];
  return { expected, parse: (text) => (accepts(text) ? text : undefined) };
}

/** A short text, not empty. */
export const text = matching('a text of 1 to 300 characters', /^.{1,300}$/su);

/** A code of the organisation's own. */
export const code = inFormat('code');

/** One of the 166 units by its General Statistics Office code. */
export const communeCode: Column<string> = {
  expected: 'the 5-digit code of one of the 166 communes and wards of Thanh Hóa',
  parse: (value) => (communeUnits.has(value) ? value : undefined),
};

/** A commune, or the province's own code for what is known of the province only. */
export const placeCode: Column<string> = {
  expected: `${communeCode.expected}, or ${provinceCode} for the province`,
  parse: (value) => (value === provinceCode ? value : communeCode.parse(value)),
};

/** A calendar day that exists. */
export const day = inFormat('date');

/** A calendar day that is not after today in Việt Nam: when something was done. */
export const pastDay: Column<string> = {
  expected: 'a date that exists and is not in the future, as YYYY-MM-DD',
  parse: (value, today = dayInProvince(systemClock())) => (value <= today ? day.parse(value) : undefined),
};

/** A period of the shared vocabulary. */
export const period = inFormat('period');

/** A calendar month. */
export const month: Column<string> = {
  expected: 'a month, as YYYY-MM',
  parse: (value) => (/^\d{4}-\d{2}$/.test(value) ? period.parse(value) : undefined),
};

/** A whole number between two bounds. */
export const integer = (least = 0, most = 2_000_000_000): Column<number> => ({
  expected: `a whole number from ${least} to ${most}`,
  parse: (value) => {
    const number = /^-?\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  },
});

/** A decimal number with a point, between two bounds. */
export const decimal = (least: number, most: number): Column<number> => ({
  expected: `a number from ${least} to ${most}, with a decimal point`,
  parse: (value) => {
    const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  },
});

/** `true` or `false`. */
export const flag: Column<boolean> = {
  expected: 'true or false',
  parse: (value) => (value === 'true' ? true : value === 'false' ? false : undefined),
};

/** One of a fixed set of words. */
export const oneOf = <Word extends string>(...words: readonly Word[]): Column<Word> => ({
  expected: `one of ${words.join(', ')}`,
  parse: (value) => words.find((word) => word === value),
});

/** Several of what another column takes, separated by `;`; may be empty. */
export const listOf = <Value>(item: Column<Value>): Column<Value[]> => ({
  expected: `${item.expected} — several are separated by ;`,
  parse: (value, today) => {
    const items = value === '' ? [] : value.split(';').map((part) => item.parse(part.trim(), today));
    return items.some((part) => part === undefined) ? undefined : (items as Value[]);
  },
});

/** What another column takes, or nothing. */
export const optional = <Value>(column: Column<Value>): Column<Value | null> => ({
  ...column,
  expected: `${column.expected}, or nothing`,
  parse: (value, today) => (value === '' ? null : column.parse(value, today)),
});

/** A citizen's number; the importer turns it into a pseudonym before anything else sees the row. */
export const citizenNumber: Column<string> = {
  ...matching("a citizen's number of 12 digits", /^\d{12}$/),
  secret: true,
};

/** A person's name: checked so that a shifted column is noticed, and then forgotten. */
export const personName: Column<undefined | string> = {
  ...matching("a person's name", /^[\p{L}\p{M} .'’-]{2,100}$/u),
  secret: true,
};

const birthYear: Column<number> = {
  expected: 'a year from 1900 to this one',
  parse: (value, today = dayInProvince(systemClock())) => integer(1900, Number(today.slice(0, 4))).parse(value),
};

/** The columns of a person whose reaching a goal the ledger is told, in the order of the files; see `reachedGoals`. */
export const person = {
  citizen_number: citizenNumber,
  full_name: personName,
  sex: oneOf('FEMALE', 'MALE'),
  birth_year: birthYear,
  commune_code: communeCode,
};
