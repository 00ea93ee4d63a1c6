import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { Column } from '../file/column.js';
import type { CsvItem } from '../file/csv.js';
import { defineImport, type ImportKind } from '../file/import-kind.js';
import { shownText } from '../file/row-values.js';
import { withCagedCells } from './caged-cells.js';

const runtime = new URL('../../../runtime/dist/index.js', import.meta.url).href;

/** A cage whose cells are JavaScript. */
const caged = new URL(
  `data:text/javascript,${encodeURIComponent(`
    const { serveCage } = await import(${JSON.stringify(runtime)});
    serveCage(({ text }) => new Function(text)());
  `)}`,
);
const column: Column<string> = { expected: 'a program', parse: (text) => text, caged };
const kind = defineImport({ kind: 'programs', columns: { code: column } } as never) as ImportKind;

async function read(...cells: string[]): Promise<CsvItem[]> {
  const items = cells.map((code, index): CsvItem => ({ type: 'record', line: index + 2, values: { code } }));
  const read: CsvItem[] = [];
  for await (const item of withCagedCells(kind, Readable.from(items))) read.push(item);
  return read;
}

test('A cell is read in the cage of its column: its proper form, or its fault', async () => {
  const [good, bad] = await read('return { text: "proper" }', 'return { fault: "no program" }');
  expect(good).toMatchObject({ line: 2, values: { code: 'proper' }, faults: {} });
  const fault = bad?.type === 'record' ? bad.faults?.['code'] : undefined;
  expect(shownText(fault ?? '')).toMatch(/^expected a program, got .*: no program$/);
});

test('A cell that takes more memory than a cage has is a fault of the file, and this process goes on', async () => {
  await expect(read('const all = []; for (;;) all.push({ n: all.length })')).rejects.toMatchObject({
    message: expect.stringContaining('128 MiB of memory'),
  });
});
