import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createKeyIfMissing } from './keys.js';

test('a key is made once, for its owner alone', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'keys-')), 'folder', 'key');
  createKeyIfMissing(file);
  const key = readFileSync(file, 'utf8');
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  createKeyIfMissing(file);
  expect(readFileSync(file, 'utf8')).toBe(key);
});
