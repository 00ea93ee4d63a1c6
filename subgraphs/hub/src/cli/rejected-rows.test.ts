import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { RejectedRows } from './rejected-rows.js';

const folder = mkdtempSync(join(tmpdir(), 'rejected-rows-'));
const signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function written(...reasons: string[]): Promise<string> {
  const path = join(folder, 'members.rejected.csv');
  const rows = await RejectedRows.open(path);
  for (const [index, reason] of reasons.entries()) await rows.add({ row: index + 2, column: 'name', reason });
  await rows.close();
  return readFileSync(path, 'utf8');
}

/** Each separator that a spreadsheet may take, whatever the file's own. */
test.each([',', ';', '\t'])('has no formula for who separates its cells by %j', async (separator) => {
  const reasons = signs.flatMap((sign) => [
    `${sign}1+1`,
    ...[',', ';', '\t', '\n'].map((before) => `expected a name, got "Hoa${before}${sign}1+1"`),
  ]);
  const file = await written(...reasons);
  // Quotes only mean something at the start of what the reader takes for a cell: it may as well pass over them.
  const cells = file
    .split('\n')
    .flatMap((line) => line.split(separator))
    .map((cell) => cell.replace(/^[\s"]+/, ''));
  expect(cells.filter((cell) => signs.some((sign) => cell.startsWith(sign)))).toEqual([]);
  expect(cells.length).toBeGreaterThan(reasons.length);
});

test('says of each row what was wrong, in the words that the import has for it', async () => {
  const reason = 'expected a whole number of at least 0, got "1-2; many"';
  expect(parse(await written(reason), { columns: true })).toEqual([{ row: '2', column: 'name', reason }]);
});
