import { describe, expect, test } from '@jest/globals';
import * as column from './column.js';
import { quote as quoteMarked } from './quote.js';
import { shownText } from './row-values.js';

const quote = (...given: Parameters<typeof quoteMarked>) => shownText(quoteMarked(...given));

const people = { group_code: column.code, ...column.person, joined_on: column.day };
const hidden = 'something else (not repeated here: it may identify a person)';

describe('in a file about people', () => {
  test.each(['Nguyễn Thị Một', 'LAN', '038185000001', '038185000', 'CMT038185000', '0912345678', ''.padEnd(300, 'x')])(
    '%j is not repeated, whatever column it stands in',
    (value) => {
      expect(quote(people, 'group_code', value)).toBe(hidden);
    },
  );

  test.each(['', '99999', '2026-02-30', '30/2/2026', 'LG-14845-1', 'G9'])('%j is repeated', (value) => {
    expect(quote(people, 'group_code', value)).toBe(JSON.stringify(value));
  });

  test("a person's own columns are never repeated", () => {
    expect(quote(people, 'citizen_number', '12345')).toBe(hidden);
  });
});

test('in a file of other things, everything is repeated', () => {
  expect(quote({ code: column.code }, 'code', 'Nguyễn Thị Một')).toBe('"Nguyễn Thị Một"');
});

test('a long value is cut off, and its length is said', () => {
  const quoted = quote({ note: column.text }, 'note', 'x'.repeat(500_000));
  expect(quoted).toBe(`"${'x'.repeat(300)}"… (500000 characters)`);
});
