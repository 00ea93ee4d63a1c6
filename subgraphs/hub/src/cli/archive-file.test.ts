import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ArchiveHead, readArchive, writeArchive } from './archive-file.js';

const head: ArchiveHead = {
  ...{ format: 'hub archive 1', organisation: 'movement', before: '2025-09-01', madeAt: '2026-11-29T00:00:00Z' },
};
const rows = ['{"number":1,"note":"xã Hoá Quỳ"}', '{"number":2,"set":"other"}'];
const endOf = (set: string, some: readonly string[]) => ({
  ...{ set, rows: some.length },
  digest: createHash('sha256')
    .update(some.map((row) => `${row}\n`).join(''))
    .digest('base64url'),
});
const linesOf = (set: string, some: readonly string[]) =>
  async function* () {
    await Promise.resolve();
    yield* [...some, JSON.stringify(endOf(set, some))];
  };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  file = join(folder, 'movement.jsonl');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('an archive is read back as it was written, with its digest beside it', async () => {
  const digest = await writeArchive(file, head, [linesOf('pages', rows), linesOf('receipts', [])]);
  expect(await readArchive(file, digest)).toEqual({ head, sets: [endOf('pages', rows), endOf('receipts', [])] });
  expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(digest);
  expect(readFileSync(`${file}.sha256`, 'utf8')).toBe(`${digest}  movement.jsonl\n`);
});

test.each<[string, (text: string) => string]>([
  ['a row that was changed', (text) => text.replace('Hoá', 'Hóa')],
  ['a row that is missing', (text) => text.replace(/\{"number":2[^\n]*\n/, '')],
  ['an end that is missing', (text) => text.slice(0, text.lastIndexOf('{"set"'))],
  ['another head', (text) => text.replace('2025-09-01', '2025-09-02')],
])('%s is found before anything is removed', async (_what, change) => {
  const digest = await writeArchive(file, head, [linesOf('pages', rows)]);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  await expect(readArchive(file, digest)).rejects.toThrow('Nothing was removed');
});

test('a file that is there is not written over', async () => {
  writeFileSync(file, 'something else');
  await expect(writeArchive(file, head, [linesOf('pages', rows)])).rejects.toThrow('Nothing was removed');
  expect(readFileSync(file, 'utf8')).toBe('something else');
});
