import { expect, test } from '@jest/globals';
import { wordsOf } from './import-notes.js';

test.each([
  ['expected one of FEMALE, MALE, got "LAN": more', 'expected one of FEMALE, MALE'],
  [
    "expected a citizen's number of 12 digits, got something else (not repeated here: it may identify a person)",
    "expected a citizen's number of 12 digits",
  ],
  ['expected a day not before birth_year (1980), got 1979-01-01', 'expected a day not before birth_year'],
  ['expected a code of "Lan" that was imported before', 'expected a code of … that was imported before'],
  ['expected each key once, but row 3 has the same', 'expected each key once, but row 3 has the same'],
  [
    'Row 1: expected the columns code, name, with commas between them; missing name; got semicolons between them.',
    'Row 1: expected the columns code, name, with commas between them; missing name',
  ],
])('of %j the words %j are kept', (reason, words) => {
  expect(wordsOf(reason)).toBe(words);
});

test('a long message is cut off', () => {
  expect(wordsOf('x'.repeat(5000))).toHaveLength(300);
});
