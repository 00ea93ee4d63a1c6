import { expect, test } from '@jest/globals';
import { textTable } from './text-table.js';

test('long texts go on in the next line of their column', () => {
  const columns = [
    { title: 'WHAT', width: 9, text: ({ what }: { what: string }) => what },
    { title: 'N', width: 3, text: ({ n }: { n: number }) => String(n) },
  ];
  const rows = [
    { what: 'Tổ học tập cộng đồng', n: 1 },
    { what: 'averyveryverylongword and', n: 22 },
  ];
  expect(textTable(columns, rows)).toEqual([
    'WHAT                   N',
    '─────────────────────  ──',
    'Tổ học                 1',
    'tập cộng',
    'đồng',
    '─────────────────────  ──',
    'averyveryverylongword  22',
    'and',
  ]);
});
