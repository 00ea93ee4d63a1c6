import { type FormatName, parsePeriod, valueFormats } from '@hub/protocol';
import { readPlaceCode } from '../places/place-code.js';
import { described } from '../places/place-faults.js';
import type { Places } from '../places/places.js';

/** The context for reading a file. */
export interface Reading {
  /** The province's day: no event is later. */
  readonly today: string;
  /** The day for reading the file's codes of places: today, unless the file was written for another day. */
  readonly placesOn: string;
  readonly places: Places;
  /** The code of the hub's root place. */
  readonly rootPlace: string;
}

/** The form of a column's values, for files that write them differently; see `mapping/`. */
export type ColumnForm =
  | {
      readonly kind:
        | 'text'
        | 'code'
        | 'day'
        | 'month'
        | 'period'
        | 'school year'
        | 'year'
        | 'integer'
        | 'decimal'
        | 'flag'
        | 'place'
        | 'citizen number'
        | 'person name';
    }
  /** Words with their meanings. */
  | { readonly kind: 'words'; readonly words: Readonly<Record<string, string>> }
  /** Several of one form. */
  | { readonly kind: 'list'; readonly of: ColumnForm };

/** One column of an organisation's file: its expected values, and how they are read. */
export interface Column<Value> {
  /** Ends the sentence "expected …". */
  readonly expected: string;
  /**
   * @param text trimmed, in Unicode NFC.
   * @returns undefined where the text is not as expected.
   */
  readonly parse: (text: string, reading: Reading) => Value | undefined;
  /** Explains a wrong text: what would be right. */
  readonly explain?: (text: string, reading: Reading) => string | undefined;
  /**
   * The program of a cage (`serveCage`) that reads a text, `{ text }`, and answers `CagedCell`: then `parse` gets the
   * text in its proper form. For texts whose reading takes more than a look, such as GeoJSON.
   */
  readonly caged?: URL;
  /** Absent where a value needs no conversion. */
  readonly form?: ColumnForm;
  /** Its description for people. */
  readonly description?: string;
  /** Headers, in addition to its own name, for this column in files of other systems. */
  readonly names?: readonly string[];
  /** Whether it identifies a person: then it is never repeated in a message, a log or the file of rejected rows. */
  readonly secret?: boolean;
}

type SimpleKind = Exclude<ColumnForm['kind'], 'words' | 'list'>;

const matching = (expected: string, pattern: RegExp, kind: SimpleKind): Column<string> => ({
  expected,
  parse: (text) => (pattern.test(text) ? text : undefined),
  form: { kind },
});

function inFormat(name: FormatName, kind: SimpleKind): Column<string> {
  const { expected, accepts } = valueFormats[name];
  return { expected, parse: (text) => (accepts(text) ? text : undefined), form: { kind } };
}

/** A short text that is not empty. */
export const text = matching('a text of 1 to 300 characters', /^.{1,300}$/su, 'text');

/** A code that the organisation assigns. */
export const code = inFormat('code', 'code');

/** A commune or ward by its General Statistics Office code, on the day for reading the file's codes. */
export const communeCode: Column<string> = {
  form: { kind: 'place' },
  names: [
    'xã',
    'phường',
    'xã phường',
    'xã phường thị trấn',
    'phường xã',
    'mã xã',
    'mã xã phường',
    'tên xã',
    'commune',
    'ward',
  ],
  expected: 'the 5-digit code of a commune or ward in force',
  parse: (value, { places, placesOn }) => (places.on(value, placesOn)?.level === 'COMMUNE' ? value : undefined),
  explain: (value, { places, placesOn }) => {
    const ended = places.withCode(value).findLast(({ validUntil }) => validUntil !== null && validUntil < placesOn);
    return ended && `${described(ended)} became ${places.successorsOf(ended).map(described).join(' and ')}`;
  },
};

/** A commune, or the root place's code where the commune is unknown. */
export const placeCode: Column<string> = {
  ...communeCode,
  expected: `${communeCode.expected}, or the code of the hub's root place for the whole of it`,
  parse: (value, reading) => (value === reading.rootPlace ? value : communeCode.parse(value, reading)),
};

/** A place of any level, by its code on the file's day, or by `CODE@DAY` on another day. */
export const placeOfAnyTime: Column<string> = {
  expected: 'the code of a place, or CODE@DAY as the code was read on a day',
  parse: (value, { places, placesOn }) => {
    const { code, on = placesOn } = readPlaceCode(value);
    return places.on(code, on) && value;
  },
};

/** A code that a place of any level may have, on any day. */
export const codeOfPlace = matching(
  'the code of a country (2 letters), a province (2 digits), a district (3) or a commune (5)',
  /^([A-Z]{2}|\d{2}|\d{3}|\d{5})$/,
  'code',
);

/** A calendar day that exists. */
export const day = inFormat('date', 'day');

/** A calendar day that is not after today in Việt Nam: the day of an event. */
export const pastDay: Column<string> = {
  expected: 'a date that exists and is not in the future, as YYYY-MM-DD',
  form: { kind: 'day' },
  parse: (value, reading) => (value <= reading.today ? day.parse(value, reading) : undefined),
};

/** A period of the shared vocabulary. */
export const period = inFormat('period', 'period');

/** A school year, which crosses calendar years. */
export const schoolYear = inFormat('schoolYear', 'school year');

/** A calendar month. */
export const month: Column<string> = {
  expected: 'a month, as YYYY-MM',
  form: { kind: 'month' },
  parse: (value, reading) => (/^\d{4}-\d{2}$/.test(value) ? period.parse(value, reading) : undefined),
};

/** A calendar month that has ended in Việt Nam, so that its count is complete. */
export const endedMonth: Column<string> = {
  expected: 'a month that has ended, as YYYY-MM',
  form: { kind: 'month' },
  parse: (value, reading) => {
    const found = month.parse(value, reading);
    return found !== undefined && parsePeriod(found).lastDay <= reading.today ? found : undefined;
  },
};

/** A whole number between two bounds. */
export const integer = (least = 0, most = 2_000_000_000): Column<number> => ({
  expected: `a whole number from ${least} to ${most}`,
  form: { kind: 'integer' },
  parse: (value) => {
    const number = /^-?\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  },
});

/** A decimal number with a point, between two bounds. */
export const decimal = (least: number, most: number): Column<number> => ({
  expected: `a number from ${least} to ${most}, with a decimal point`,
  form: { kind: 'decimal' },
  parse: (value) => {
    const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  },
});

/** `true` or `false`. */
export const flag: Column<boolean> = {
  expected: 'true or false',
  form: { kind: 'flag' },
  parse: (value) => (value === 'true' ? true : value === 'false' ? false : undefined),
};

/** One of a fixed set of words. */
export const oneOf = <Word extends string>(...words: readonly Word[]): Column<Word> => ({
  expected: `one of ${words.join(', ')}`,
  form: { kind: 'words', words: Object.fromEntries(words.map((word) => [word, ''])) },
  parse: (value) => words.find((word) => word === value),
});

/** Several values of another column, separated by `;`; may be empty. */
export const listOf = <Value>(item: Column<Value>): Column<Value[]> => ({
  expected: `${item.expected} — several are separated by ;`,
  ...(item.form && { form: { kind: 'list', of: item.form } }),
  parse: (value, reading) => {
    const items = value === '' ? [] : value.split(';').map((part) => item.parse(part.trim(), reading));
    return items.some((part) => part === undefined) ? undefined : (items as Value[]);
  },
});

/** A value of another column, or an empty one. */
export const optional = <Value>(column: Column<Value>): Column<Value | null> => ({
  ...column,
  expected: `${column.expected}, or nothing`,
  parse: (value, reading) => (value === '' ? null : column.parse(value, reading)),
});

/** A citizen's number; the importer replaces it with a pseudonym before other code sees the row. */
export const citizenNumber: Column<string> = {
  ...matching("a citizen's number of 12 digits", /^\d{12}$/, 'citizen number'),
  explain: explainNumber,
  names: [
    'số cccd',
    'cccd',
    'số căn cước',
    'căn cước công dân',
    'số định danh',
    'số định danh cá nhân',
    'mã định danh',
    'số cccd cmnd',
    'cccd cmnd',
    'id number',
  ],
  secret: true,
};

/**
 * Explains what a number is that is not a citizen's, where that is certain. The explanation does not repeat the number.
 */
function explainNumber(number: string): string | undefined {
  if (/^\d[.,]?\d*e[+]?\d+$/i.test(number))
    return 'a spreadsheet turned the number into scientific notation, and its last digits are lost. Format the column as text and fill it in again';
  if (/^\d{9}$/.test(number))
    return "it has nine digits, as the old identity number (CMND) has, which is no citizen's number. Ask the person for the one of 12 digits";
  if (/^\d{10,11}$/.test(number))
    return `it has ${number.length} digits, and those that are missing cannot be told from it`;
  return undefined;
}

/** A person's name: it is checked to notice a shifted column, and not stored. */
export const personName: Column<undefined | string> = {
  ...matching("a person's name", /^[\p{L}\p{M} .'’-]{2,100}$/u, 'person name'),
  names: ['họ và tên', 'họ tên', 'họ và tên khai sinh', 'họ tên hội viên', 'name'],
  secret: true,
};

const birthYear: Column<number> = {
  expected: 'a year from 1900 to this one',
  form: { kind: 'year' },
  names: ['năm sinh', 'ngày sinh', 'ngày tháng năm sinh', 'year of birth', 'date of birth', 'birthday'],
  parse: (value, reading) => integer(1900, Number(reading.today.slice(0, 4))).parse(value, reading),
};

const sexes = { FEMALE: 'Female (nữ)', MALE: 'Male (nam)' } as const;

/** A person's sex, among the sexes that a file's people can have. */
export const sexOf = (...possible: readonly (keyof typeof sexes)[]): Column<keyof typeof sexes> => ({
  ...oneOf(...possible),
  form: { kind: 'words', words: Object.fromEntries(possible.map((one) => [one, sexes[one]])) },
  names: ['giới tính', 'giới', 'nam nữ', 'gender'],
});

/** The columns of a person whose reached goals go to the ledger, in the order of the files; see `reachedGoals`. */
export const person = {
  citizen_number: citizenNumber,
  full_name: personName,
  sex: sexOf('FEMALE', 'MALE'),
  birth_year: birthYear,
  commune_code: communeCode,
};
