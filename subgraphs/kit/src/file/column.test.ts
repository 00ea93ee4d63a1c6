import { describe, expect, test } from '@jest/globals';
import { readingOn } from '../../../../test/support/places.js';
import * as column from './column.js';

type Case = readonly [
  name: string,
  column: column.Column<unknown>,
  taken: readonly (readonly [string, unknown])[],
  refused: readonly string[],
];

const same = (...texts: readonly string[]) => texts.map((text) => [text, text] as const);

const cases: readonly Case[] = [
  ['text', column.text, same('a', 'Tổ số 1, thôn "Đông"', 'hai\ndòng', '𝒽'.repeat(300)), ['', 'a'.repeat(301)]],
  ['code', column.code, same('DLT-001', 'tổ_1', '1'), ['', 'a b', 'a/b', 'a'.repeat(41)]],
  ['communeCode', column.communeCode, same('14845'), ['', '38', '99999', '014845', 'Mường Lát']],
  ['placeCode', column.placeCode, same('14845', '38'), ['', '37', '99999']],
  [
    'day',
    column.day,
    same('2026-01-31', '2028-02-29'),
    [
      '',
      '2026-02-29',
      '2026-02-30',
      '2026-04-31',
      '2026-13-01',
      '2026-1-31',
      '31/01/2026',
      '2026-01-31T00:00:00Z',
      '0000-01-01',
    ],
  ],
  ['month', column.month, same('2026-01', '2027-12'), ['', '2026', '2026-Q1', '2026-13', '2026-1']],
  ['endedMonth', column.endedMonth, same('2026-01', '2026-11'), ['', '2026-12', '2027-01', '2026-13', '2026']],
  ['period', column.period, same('2026', '2026-Q3', '2026-09'), ['', '2026-Q5', '09/2026']],
  [
    'integer',
    column.integer(-5, 2_000),
    [
      ['0', 0],
      ['-5', -5],
      ['2000', 2000],
      ['007', 7],
    ],
    ['', '-6', '2001', '1.5', '1,000', '1e3', '0x10', 'NaN', '１'],
  ],
  ['integer by default', column.integer(), [['2000000000', 2_000_000_000]], ['-1', '2000000001', '99999999999']],
  [
    'decimal',
    column.decimal(0, 100),
    [
      ['73', 73],
      ['65.25', 65.25],
    ],
    ['', '65,25', '.5', '5.', '100.1', '-0.1', '1e1', 'Infinity'],
  ],
  [
    'flag',
    column.flag,
    [
      ['true', true],
      ['false', false],
    ],
    ['', 'TRUE', '1', 'yes'],
  ],
  ['oneOf', column.oneOf('FEMALE', 'MALE'), same('FEMALE', 'MALE'), ['', 'female', 'FEMALE,MALE', 'toString']],
  [
    'listOf',
    column.listOf(column.oneOf('A', 'B')),
    [
      ['', []],
      ['A', ['A']],
      ['A; B', ['A', 'B']],
    ],
    ['C', 'A;C', 'A,B', 'A;', ';'],
  ],
  [
    'optional',
    column.optional(column.integer(1, 9)),
    [
      ['', null],
      ['5', 5],
    ],
    ['0', 'null', '-'],
  ],
  [
    'citizenNumber',
    column.citizenNumber,
    same('999180000001'),
    ['', '99918000000', '9991800000011', '99918000000x', '٩٩٩١٨٠٠٠٠٠٠١'],
  ],
  [
    'personName',
    column.personName,
    same('Nguyễn Thị Hương', "H'Hen Niê", 'Y’Bia'),
    ['', 'A', '999180000001', 'FEMALE,1980', 'a'.repeat(101)],
  ],
];

describe.each(cases)('a column of kind %s', (_name, { parse, expected }, taken, refused) => {
  test.each(taken)('takes %j', (text, value) => {
    expect(parse(text, readingOn('2026-12-01'))).toEqual(value);
  });

  test.each(refused)('refuses %j', (text) => {
    expect(parse(text, readingOn('2026-12-01'))).toBeUndefined();
  });

  test('says what it expects', () => {
    expect(expected).not.toBe('');
  });
});

test('what identifies a person stays secret, also where it may be missing', () => {
  expect(column.citizenNumber.secret).toBe(true);
  expect(column.personName.secret).toBe(true);
  expect(column.optional(column.citizenNumber).secret).toBe(true);
  expect(column.text.secret).toBeUndefined();
});

test('what is past, is past in the province on the day of the import', () => {
  expect(column.pastDay.parse('2026-12-01', readingOn('2026-12-01'))).toBe('2026-12-01');
  expect(column.pastDay.parse('2026-12-01', readingOn('2026-11-30'))).toBeUndefined();
  expect(column.optional(column.pastDay).parse('2026-12-01', readingOn('2026-11-30'))).toBeUndefined();
  expect(column.listOf(column.pastDay).parse('2026-12-01', readingOn('2026-11-30'))).toBeUndefined();
  expect(column.person.birth_year.parse('2027', readingOn('2027-01-01'))).toBe(2027);
  expect(column.person.birth_year.parse('2027', readingOn('2026-12-31'))).toBeUndefined();
});

test('a commune is one of the day on which the file is read; of one that ended, what became of it is said', () => {
  const { communeCode } = column;
  expect(communeCode.parse('14755', readingOn('2025-06-30'))).toBe('14755');
  expect(communeCode.parse('14755', readingOn('2025-07-01'))).toBeUndefined();
  expect(communeCode.explain?.('14755', readingOn('2026-12-01'))).toBe(
    'Phường Hàm Rồng (14755 until 2025-06-30) became Phường Hàm Rồng (14758 from 2025-07-01)',
  );
  expect(communeCode.explain?.('99999', readingOn('2026-12-01'))).toBeUndefined();
});
