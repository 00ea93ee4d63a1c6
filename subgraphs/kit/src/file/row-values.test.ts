import { expect, test } from '@jest/globals';
import { FileError } from './file-error.js';
import { keptText, markValues, rowValue, shownText } from './row-values.js';

const row = { name: 'Lan', born: '1980', registered_on: '1979-01-01', kind: null, tags: ['RED', 'A'] };

test.each([
  [`expected a day after ${rowValue('1980')}, but it is ${rowValue('1979')}`, 'expected a day after …, but it is …'],
  ['her name is Lan; expected another', 'her name is …; expected another'],
  ['Lan, Lanh and 1980-1 (RED)', '…, Lanh and …-1 (…)'],
  ['expected one book at a time', 'expected one book at a time'],
  ['expected each key once, but row 3 has the same', 'expected each key once, but row 3 has the same'],
])('of %j the text %j is kept, whatever its wording', (message, kept) => {
  const said = markValues(message, row);
  expect(keptText(said)).toBe(kept);
  expect(shownText(said)).toBe(shownText(message));
});

test('a value with a mark in it ends no mark, and a fault of a file keeps its values out, too', () => {
  const value = 'Lan\uE001 Hoa';
  expect(keptText(`got ${rowValue(value)}`)).toBe('got …');
  const fault = new FileError(`Expected a sheet called ${rowValue('Lan')}.`);
  expect([fault.message, fault.kept]).toEqual(['Expected a sheet called Lan.', 'Expected a sheet called ….']);
});
