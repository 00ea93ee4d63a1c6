import { expect, test } from '@jest/globals';
import { columnLetters, textCell, valueCell } from './xlsx-cells.js';

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [51, 'AZ'],
  [52, 'BA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('column %d is %s', (index, letters) => {
  expect(columnLetters(index)).toBe(letters);
});

test.each([
  ['a & <b> "c"', 'a &amp; &lt;b&gt; "c"'],
  ['\u0000\u001Bx\uFFFF', '\uFFFD\uFFFDx\uFFFD'],
  ['\uD800x', '\uFFFDx'],
  ['👍', '👍'],
  ['dòng\nhai', 'dòng\nhai'],
])('text %j is XML', (text, xml) => {
  expect(textCell(text)('B2')).toBe(`<c r="B2" s="0" t="inlineStr"><is><t xml:space="preserve">${xml}</t></is></c>`);
});

test('text that is too long for a cell ends with an ellipsis', () => {
  expect(textCell('x'.repeat(40_000))('A1')).toContain(`>${'x'.repeat(32_766)}…</t>`);
});

test.each([
  ['2026-10-31', 'date', 46_326],
  ['1900-03-01', 'date', 61],
  ['2026-10-31T02:30:00Z', 'time', 46_326.395833],
] as const)('%s as %s is %d days', (value, format, days) => {
  expect(valueCell({ value }, format, 'vi')('A1')).toContain(`<v>${days}</v>`);
});
