import { stringify } from 'csv-stringify/sync';
import { expect, test } from '@jest/globals';
import type { Cell } from '../content/cell.js';
import type { CellFormat } from '../table/mapping.js';
import { cellText, notFormula } from './cell-text.js';

test.each<[Cell, CellFormat, vi: string, en: string]>([
  [{ value: 'Mường Lát' }, 'text', 'Mường Lát', 'Mường Lát'],
  [{ value: 'A', words: { vi: 'Đạt', en: 'Achieved' } }, 'text', 'Đạt', 'Achieved'],
  [{ value: 1234567 }, 'integer', '1234567', '1234567'],
  [{ value: -0.25 }, 'number', '-0,25', '-0.25'],
  [{ value: 0.07 }, 'percent', '7%', '7%'],
  [{ value: 0.28999 }, 'percent', '28,999%', '28.999%'],
  [{ value: 1.1 }, 'percent', '110%', '110%'],
  [{ value: '2026-09-05' }, 'date', '5/9/2026', '2026-09-05'],
  [{ value: '2026-12-31T18:00:00Z' }, 'time', '1/1/2027 01:00', '2027-01-01T01:00:00+07:00'],
  [{ value: true }, 'yesNo', 'có', 'yes'],
  [{ absent: 'none' }, 'integer', '', ''],
  [{ absent: 'withheld' }, 'integer', 'không công bố', 'withheld'],
  [{ absent: 'notReported' }, 'date', 'chưa báo cáo', 'not reported'],
  [{ absent: 'unknown' }, 'text', 'không rõ', 'unknown'],
  [{ absent: 'notShared' }, 'text', 'không chia sẻ', 'not shared'],
  [{ absent: 'failed' }, 'text', 'lỗi: không trả lời', 'error: no answer'],
])('%j as %s is %j in Vietnamese, %j in English', (cell, format, vi, en) => {
  expect(cellText(cell, format, 'vi')).toBe(vi);
  expect(cellText(cell, format, 'en')).toBe(en);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+84', "'+84"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝1＋1', "'＝1＋1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠A1', "'＠A1"],
  ['\t=1', "'\t'=1"],
  ['\r=1', "'\r'=1"],
  [' =1', "' =1"],
  ['Đội 1;=1+1', "Đội 1;'=1+1"],
  ['Đội 1,+1', "Đội 1,'+1"],
  ['Đội 1\t@A1', "Đội 1\t'@A1"],
  ['Đội 1\n=1', "Đội 1\n'=1"],
  ['Đội 1; "＝1', 'Đội 1;\' "＝1'],
  ['a;=1;=2', "a;'=1;'=2"],
])('%j is written as %j, which is no formula', (text, written) => {
  expect(notFormula(text)).toBe(written);
});

/** Each separator that a spreadsheet may take, whatever the file's own. */
test.each([',', ';', '\t'])('a file has no formula for who separates its cells by %j', (separator) => {
  const leads = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
  const texts = leads.flatMap((lead) => [',', ';', '\t', '\n'].map((before) => `Đội${before}${lead}1+1`));
  for (const delimiter of [',', ';']) {
    const file = stringify([texts.map(notFormula)], { delimiter });
    // Quotes only mean something at the start of what the reader takes for a cell: it may as well pass over them.
    const cells = file
      .split(/\n/)
      .flatMap((line) => line.split(separator))
      .map((cell) => cell.replace(/^[\s"]+/, ''));
    expect(cells.filter((cell) => leads.some((lead) => cell.startsWith(lead)))).toEqual([]);
    expect(cells.length).toBeGreaterThan(leads.length);
  }
});

test.each(['', 'a=b', '1-2', 'Đội 1', 'Đội 1, Đội 2; Đội 3', "'=1"])('%j stays as it is', (text) => {
  expect(notFormula(text)).toBe(text);
});
