import { expect, test } from '@jest/globals';
import type { Cell } from '../content/cell.js';
import type { CellFormat } from '../table/mapping.js';
import { cellText } from './cell-text.js';

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
