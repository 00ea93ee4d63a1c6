import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { largestFile, Spool } from './spool.js';

let folder: string;
let spool: Spool;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
  spool = new Spool('test', { folder });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const megabyte = 1024 ** 2;
const kept = () => globSync('*/*', { cwd: folder });

test('a workbook of 300 MB is refused as soon as it is too large, says what may come instead, and leaves nothing', async () => {
  let read = 0;
  async function* workbook() {
    const chunk = Buffer.alloc(megabyte);
    chunk.write('PK\u0003\u0004', 'latin1');
    for (; read < 300 * megabyte; read += megabyte) yield await Promise.resolve(chunk);
  }
  const id = spool.begin('mai', 'members.xlsx');
  await expect(spool.append(id, workbook())).rejects.toMatchObject({
    code: 'FILE_TOO_LARGE',
    message:
      'Expected a file of at most 200 MiB (xlsx), got a larger one. Save it as "CSV UTF-8", which may be larger, or in parts.',
  });
  expect(read).toBe(largestFile.xlsx);
  expect(kept()).toEqual([]);
  expect(spool.get(id, 'mai')).toBeUndefined();
});

test('a piece that is out of its place is refused, and the file goes on from there', async () => {
  const id = spool.begin('mai', 'members.csv');
  const piece = (text: string) => [Buffer.from(text)] as unknown as AsyncIterable<Uint8Array>;
  expect(await spool.append(id, piece('code\n'), 0)).toBe(5);
  await expect(spool.append(id, piece('C\n'), 7)).rejects.toMatchObject({ code: 'OUT_OF_PLACE' });
  expect(await spool.append(id, piece('A\n'), 5)).toBe(7);
  expect(kept()).toHaveLength(1);
});

test('one caller cannot keep so many that there is no room for others', () => {
  for (let file = 1; file <= 5; file += 1) spool.begin('mai', 'members.csv');
  expect(() => spool.begin('mai', 'members.csv')).toThrow('Expected at most 5 files at once');
  expect(spool.begin('lan', 'members.csv')).toMatch(/^[\da-f]+$/);
});
