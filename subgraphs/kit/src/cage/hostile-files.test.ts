import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { workbook, zipped } from '../../../../test/support/workbooks.js';
import type { CsvItem } from '../file/csv.js';
import { textOf } from '../file/sheet-row.js';
import type { TableRow } from '../mapping/table.js';
import { cagedRowsOfCsv, openTable, type TableCaller } from './open-table.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Reads a file's first sheet to its end. */
async function read(content: Uint8Array, form: 'csv' | 'xlsx', caller?: TableCaller): Promise<TableRow[]> {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  const table = await openTable({ path, bytes: content.length, form }, caller);
  try {
    return await allOf(table.rows(undefined));
  } finally {
    table.close();
  }
}

/** A workbook whose only sheet has the given XML. */
const sheetOf = (rows: string, parts: Readonly<Record<string, Uint8Array>> = {}) =>
  workbook({
    sheets: [{ name: 'One', rows: [] }],
    parts: {
      'xl/worksheets/sheet1.xml': Buffer.from(
        `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
      ),
      ...parts,
    },
  });

/** Text that compresses to about a hundredth of its size, the limit of real workbooks. */
const million = 1_000_000;
const long = (length: number) => 'lặp-lại-'.repeat(Math.ceil(length / 8)).slice(0, length);

describe('A workbook that no spreadsheet wrote', () => {
  const inlineCell = (text: string) => `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`;
  const shared = (text: string) => ({
    'xl/sharedStrings.xml': Buffer.from(
      `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>${text}</t></si></sst>`,
    ),
  });

  test.each<[what: string, content: () => Uint8Array, message: string]>([
    ['a cell of millions of characters', () => sheetOf(inlineCell(long(8 * million))), 'of a token'],
    ['a cell longer than a cell', () => sheetOf(inlineCell(long(32_768))), 'at most 32767 characters'],
    [
      'a cell of many short texts',
      () => sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is>${'<t>twelve bytes</t>'.repeat(50_000)}</is></c></row>`),
      'at most 32767 characters',
    ],
    [
      'a number of millions of digits',
      () => sheetOf(`<row r="1"><c r="A1"><v>${'1'.repeat(40_000)}</v></c></row>`),
      '32767',
    ],
    ['a shared text longer than a cell', () => sheetOf('', shared(long(40_000))), 'at most 32767 characters'],
    [
      'an attribute of millions of characters',
      () => sheetOf(`<row r="1" spans="${long(3 * million)}"/>`),
      'of a token',
    ],
    ['a comment of millions of characters', () => sheetOf(`<!--${long(3 * million)}-->`), 'of a token'],
    ['elements in each other', () => sheetOf('<a>'.repeat(2_000)), 'at most 100 elements in each other'],
    [
      'a row that shares a long text many times',
      () =>
        sheetOf(
          `<row r="7">${Array.from({ length: 40 }, () => '<c t="s"><v>0</v></c>').join('')}</row>`,
          shared(long(32_767)),
        ),
      'at most 1000000 characters, got more in row 7',
    ],
    ['a row that no sheet has', () => sheetOf('<row r="2000000000"/>'), 'rows from 1 to 1048576'],
    [
      'more styles than spreadsheets have',
      () =>
        sheetOf('', {
          'xl/styles.xml': Buffer.from(
            `<styleSheet><cellXfs>${'<xf numFmtId="14"/>'.repeat(70_000)}</cellXfs></styleSheet>`,
          ),
        }),
      'at most 65490 styles',
    ],
    ['no workbook at all', () => zipped({ 'a.txt': 'text' }), 'container of something else'],
  ])('is refused: %s', async (_what, content, message) => {
    await expect(read(content(), 'xlsx')).rejects.toThrow(message);
  });

  test('has cells up to the length that spreadsheets allow', async () => {
    const [row] = await read(sheetOf(inlineCell(`${long(32_766)}_x000D_`)), 'xlsx');
    expect(row?.cells).toEqual([`${long(32_766)}\r`]);
  });
});

describe('A CSV file', () => {
  const csv = (cell: string) => Buffer.from(`code,name\nA-1,one\nA-2,${cell}\nA-3,three\n`);

  test('has a fault in the row of a cell that is longer than a cell of a spreadsheet', async () => {
    const rows = await read(csv(long(32_768)), 'csv');
    expect(rows.map(({ cells, fault }) => fault ?? cells.map((cell) => textOf(cell).slice(0, 9)))).toEqual([
      ['code', 'name'],
      ['A-1', 'one'],
      'expected at most 32767 characters in a cell, got 32768 in column B',
      ['A-3', 'three'],
    ]);
  });

  test('has longer ones where its kind says so', async () => {
    const rows = await read(csv(long(40_000)), 'csv', { longest: 50_000 });
    expect(rows[2]?.cells[1]).toHaveLength(40_000);
  });

  test('is read as it comes, with the same limit', async () => {
    const items: CsvItem[] = await allOf(cagedRowsOfCsv(chunksOf(csv(long(32_768))), ['code', 'name']).items);
    expect(items.map((one) => (one.type === 'record' ? one.values['code'] : one.type))).toEqual([
      'A-1',
      'broken',
      'A-3',
    ]);
  });

  test('that never ends a quote is refused as it comes', async () => {
    async function* endless() {
      yield Buffer.from('code,name\n"');
      for (;;) yield Promise.resolve(Buffer.from(long(million)));
    }
    const { items } = cagedRowsOfCsv(endless(), ['code', 'name']);
    await expect(allOf(items)).rejects.toThrow('at most 1000000 bytes');
  });
});

test('A reading ends with its caller, and its place is free again', async () => {
  const path = join(folder, 'many');
  writeFileSync(path, `code\n${'A-1\n'.repeat(200_000)}`);
  const file = { path, bytes: 800_005, form: 'csv' as const };
  for (let time = 0; time < 6; time += 1) {
    const leaving = new AbortController();
    const table = await openTable(file, { signal: leaving.signal });
    const reading = (async () => {
      let rows = 0;
      for await (const _row of table.rows(undefined)) if ((rows += 1) === 10) leaving.abort();
    })();
    await expect(reading).rejects.toMatchObject({ limit: 'LEFT' });
    table.close();
  }
});

test('A file in the hub’s own form has the same rows and digest in a cage', async () => {
  const text = `code,name\n${Array.from({ length: 30_000 }, (_, index) => `A-${index},"Tổ, ${index}"\n`).join('')}`;
  const { items, sha256 } = cagedRowsOfCsv(chunksOf(Buffer.from(text)), ['code', 'name']);
  const all = await allOf(items);
  expect(all).toHaveLength(30_000);
  expect(all.at(-1)).toEqual({ type: 'record', line: 30_001, values: { code: 'A-29999', name: 'Tổ, 29999' } });
  expect(sha256()).toMatch(/^[0-9a-f]{64}$/);
});

async function allOf<One>(given: AsyncIterable<One>): Promise<One[]> {
  const all: One[] = [];
  for await (const one of given) all.push(one);
  return all;
}

async function* chunksOf(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 50_001) yield Promise.resolve(bytes.subarray(at, at + 50_001));
}
