import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { type CellXml, day, number, workbook, zipped } from '../../../../test/support/workbooks.js';
import { encoded } from '../file/text-encoding.js';
import { sampleTable } from '../mapping/sample-table.js';
import { fileAt } from './file-at.js';
import { openTable } from './open-table.js';

const folder = mkdtempSync(join(tmpdir(), 'samples-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What `hub new` finds in a file, whatever its name. */
async function sampleOf(content: Uint8Array | string) {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  const table = await openTable(await fileAt(path));
  try {
    return await sampleTable(table, 200);
  } finally {
    table.close();
  }
}

const header = ['Số CCCD', 'Họ và tên', 'Ngày hoàn thành'];
const rows = [
  ['038068001000', 'Hoàng Đức Ngọc', '28/02/26'],
  ['038 168 001 001', 'Lê Thị Hoa', '1/9/2026'],
];
const lines = (separator: string) => [header, ...rows].map((row) => row.join(separator)).join('\r\n');
const asRows = (all: readonly (readonly (string | CellXml)[])[]) =>
  all.map((cells, index) => ({ row: index + 1, cells }));
const sheet = (all: readonly (readonly (string | CellXml)[])[]) =>
  workbook({ sheets: [{ name: 'Danh sách', rows: asRows(all) }] });

test.each<[string, Uint8Array | string]>([
  ['commas', lines(',')],
  ['semicolons', lines(';')],
  ['tabs', lines('\t')],
  ['a line that says the separator', `sep=;\r\n${lines(';')}`],
  ['Windows-1258', encoded(lines(';').normalize('NFD'), 'windows-1258')],
  ['UTF-16', encoded(`\uFEFF${lines('\t')}`, 'utf-16le')],
  ['a byte order mark', encoded(`\uFEFF${lines(',')}`, 'utf-8')],
  ['a workbook', sheet([header, ...rows])],
  ['titles above', `UBND TỈNH;;\r\nDANH SÁCH HỌC VIÊN;;\r\n;;\r\n${lines(';')}`],
  [
    'totals and signatures',
    `${lines(';')}\r\n;Tổng cộng;2\r\n;;Ngày 3 tháng 9 năm 2026\r\n;;Người lập biểu\r\n;;Lê Văn An`,
  ],
  ['a row that numbers the columns', sheet([header, ['(1)', '(2)', '(3)'], ...rows])],
])('%s: the columns, and rows without anything else', async (_what, content) => {
  expect(await sampleOf(content)).toMatchObject({ header, rows });
});

test('a header of two rows under a title, with merged cells, in a sheet behind an empty and a hidden one', async () => {
  const content = workbook({
    sheets: [
      { name: 'Bìa', rows: [] },
      { name: 'Ẩn', hidden: true, rows: asRows([header, ...rows]) },
      {
        name: 'Lớp 1',
        rows: asRows([
          ['DANH SÁCH HỌC VIÊN'],
          ['STT', 'Họ và tên', 'Ngày sinh', '', 'Kết quả', ''],
          ['', '', 'Nam', 'Nữ', 'Điểm', 'Xếp loại'],
          [number(1), 'Lê Thị Hoa', '', day(30_000), number('7.5'), 'Khá'],
          [number(2), 'Trần Văn An', day(29_000), '', number(8), 'Giỏi'],
        ]),
        merged: ['C2:D2', 'E2:F2'],
      },
    ],
  });
  expect(await sampleOf(content)).toEqual({
    sheet: 'Lớp 1',
    headerRow: 3,
    header: ['STT', 'Họ và tên', 'Nam', 'Nữ', 'Điểm', 'Xếp loại'],
    rows: [
      ['1', 'Lê Thị Hoa', '', '1982-02-18', '7.5', 'Khá'],
      ['2', 'Trần Văn An', '1979-05-25', '', '8', 'Giỏi'],
    ],
  });
});

test('rows like totals stay where rows of the table follow', async () => {
  const sample = await sampleOf('Mã,Tên,Số\nA,Một,1\n,Tổng cộng,1\nB,Hai,2\n');
  expect(sample?.rows).toEqual([
    ['A', 'Một', '1'],
    ['', 'Tổng cộng', '1'],
    ['B', 'Hai', '2'],
  ]);
});

test.each<[string, Uint8Array, RegExp]>([
  [
    '.xls',
    Buffer.from('D0CF11E0A1B11AE1', 'hex'),
    /old workbook \(\.xls\).* choose File, Save as .*Excel Workbook \(\.xlsx\)/,
  ],
  [
    '.ods',
    zipped({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
    /OpenDocument.* choose File, Save as .*Excel Workbook \(\.xlsx\)/,
  ],
  ['.xlsb', zipped({ 'xl/workbook.bin': 'x' }), /container of something else/],
])('says how to save %s', async (_what, content, told) => {
  await expect(sampleOf(content)).rejects.toThrow(told);
});
