import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findAgreements } from './find-agreements.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agreements-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('finds files by either name, and says of each that cannot be read what is wrong', async () => {
  writeFileSync(join(folder, 'women.yaml'), 'a');
  writeFileSync(join(folder, 'notes.txt'), 'b');
  mkdirSync(join(folder, 'youth'));
  writeFileSync(join(folder, 'youth', 'agreements.yaml'), 'c');
  mkdirSync(join(folder, 'kit'));
  mkdirSync(join(folder, 'folder.yaml'));
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
  writeFileSync(join(folder, 'large.yaml'), 'x'.repeat(200_000));
  const found = await findAgreements(folder);
  expect(found.toSorted((one, other) => one.file.localeCompare(other.file))).toEqual([
    { organisation: 'folder', file: join(folder, 'folder.yaml'), problem: 'expected a file' },
    {
      organisation: 'large',
      file: join(folder, 'large.yaml'),
      problem: 'expected at most 32768 bytes, got 200000',
    },
    { organisation: 'pipe', file: join(folder, 'pipe.yaml'), problem: 'expected a file' },
    { organisation: 'women', file: join(folder, 'women.yaml'), text: 'a' },
    { organisation: 'youth', file: join(folder, 'youth', 'agreements.yaml'), text: 'c' },
  ]);
});

test('fails where there is no folder', async () => {
  await expect(findAgreements(join(folder, 'none'))).rejects.toThrow('ENOENT');
});
