import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { factsOf } from './file-facts.js';

const folder = mkdtempSync(join(tmpdir(), 'hub-'));
const file = join(folder, 'file.csv');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['', 0],
  ['code', 0],
  ['code\n', 0],
  ['code\nA', 1],
  ['code\r\nA\r\nB\r\n', 2],
  [`code\n${'A\n'.repeat(100_000)}`, 100_000],
])('tells the digest and the rows of %#', async (content, rows) => {
  writeFileSync(file, content);
  expect(await factsOf(file)).toEqual({ sha256: createHash('sha256').update(content).digest('hex'), rows });
});
