import type { Language } from '../../../language/language.js';

/** What the checks expect, in Vietnamese, by what they say in English. */
const expectations: readonly (readonly [RegExp, string])[] = [
  [/^a code of letters, digits, - and _ \(at most 40\)$/, 'mã gồm chữ, số, - và _ (không quá 40 ký tự)'],
  [/^a text of 1 to 300 characters$/, 'đoạn chữ từ 1 đến 300 ký tự'],
  [/^the 5-digit code of a commune or ward in force$/, 'mã 5 số của xã, phường đang có hiệu lực'],
  [
    /^the 5-digit code of a commune or ward in force, or the code of the hub's root place for the whole of it$/,
    'mã 5 số của xã, phường đang có hiệu lực, hoặc mã tỉnh cho cả tỉnh',
  ],
  [/^a date that exists and is not in the future, as YYYY-MM-DD$/, 'ngày có thật, không ở tương lai'],
  [/^a date that exists, as YYYY-MM-DD$/, 'ngày có thật'],
  [/^a month that has ended, as YYYY-MM$/, 'tháng đã kết thúc'],
  [/^a month, as YYYY-MM$/, 'tháng'],
  [/^a school year, such as 2025-2026$/, 'năm học, như 2025-2026'],
  [/^a whole number from (-?\d+) to (\d+)$/, 'số nguyên từ $1 đến $2'],
  [/^a number from (\S+) to (\S+), with a decimal point$/, 'số từ $1 đến $2'],
  [/^true or false$/, 'true hoặc false'],
  [/^one of (.+)$/, 'một trong các giá trị $1'],
  [/^a citizen's number of 12 digits$/, 'số định danh cá nhân gồm 12 chữ số'],
  [/^a person's name$/, 'họ tên'],
  [/^a year from 1900 to this one$/, 'năm từ 1900 đến nay'],
  [/^each key once, but (?:line|row) (\d+) has the same$/, 'mỗi khóa một dòng, nhưng dòng $1 có cùng khóa'],
  [/^a day on or after (\S+) \((.*)\)$/, 'ngày từ $1 ($2) trở đi'],
  [/^a (\S+) of (\S+) that was imported before$/, '$1 có trong $2 đã nhập trước đó'],
];

const more: readonly (readonly [RegExp, string])[] = [
  [/^there is no such day$/, 'không có ngày này'],
  [/^(.+) became (.+)$/, '$1 nay là $2'],
];

const got: readonly (readonly [RegExp, string])[] = [
  [/^nothing$/, 'ô trống'],
  [/^something else \(not repeated here.*$/, 'giá trị khác (không nhắc lại ở đây)'],
];

/** Why a row was refused, in Vietnamese where the checks' own words are known; what is not known stays as it is. */
export function reasonIn(reason: string, language: Language): string {
  if (language === 'en') return reason;
  const [, expected = '', given, explained] = /^expected (.*?)(?:, got (.*?))?(?:: (.*))?$/s.exec(reason) ?? [];
  const optional = expected.endsWith(', or nothing');
  const said = inWords(optional ? expected.slice(0, -', or nothing'.length) : expected, expectations);
  if (said === undefined) return reason;
  const came = given === undefined ? '' : `, nhưng là ${inWords(given, got) ?? given}`;
  return `cần ${said}${optional ? ', hoặc để trống' : ''}${came}${explained === undefined ? '' : ` (${inWords(explained, more) ?? explained})`}`;
}

/** What a field of a form says of itself; in Vietnamese, what its column in files holds. */
export function hintIn(description: string, language: Language): string {
  const [, column = '', expected = ''] = /As files have it in (\S+): ([^]*)\.$/.exec(description) ?? [];
  if (language === 'en' || column === '') return description;
  const optional = expected.endsWith(', or nothing');
  const said = inWords(optional ? expected.slice(0, -', or nothing'.length) : expected, expectations) ?? expected;
  return `Cột ${column} trong tệp: ${said}${optional ? ', hoặc để trống' : ''}.`;
}

/** What the desk asks and notes of a file, in Vietnamese, by what it says in English. */
const ofFiles: readonly (readonly [RegExp, string])[] = [
  [
    /^No column of the file is called (\S+)(?: \([^]*\.?\))?\. Which one is it, or which value do all rows have \(mapping\.fixed\)\?$/,
    'Tệp không có cột $1. Đó là cột nào trong tệp?',
  ],
  [/^Columns that are none of \S+, and are ignored: (.*)\.$/, 'Các cột không dùng đến: $1.'],
  [/^leave it empty$/, 'để trống'],
];

/** What is asked or noted of a file, in Vietnamese where the desk's own words are known. */
export function askedIn(text: string, language: Language): string {
  return language === 'en' ? text : (inWords(text, ofFiles) ?? text);
}

function inWords(text: string, known: typeof expectations): string | undefined {
  const found = known.find(([pattern]) => pattern.test(text));
  return found && text.replace(...found);
}
