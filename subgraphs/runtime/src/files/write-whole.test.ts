import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';

/** The operations on files, in their order. */
const done: string[] = [];

const noting =
  <Args extends readonly unknown[], Result>(name: string, act: (...args: Args) => Result) =>
  (...args: Args): Result => {
    done.push(name);
    return act(...args);
  };

jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  writeFileSync: noting('write', fs.writeFileSync),
  fsyncSync: noting('flush', fs.fsyncSync),
  renameSync: noting('rename', fs.renameSync),
}));

test('a file is on the disk before it has its name, with the rights that it had, and leaves no draft', async () => {
  const { writeWhole } = await import('./write-whole.js');
  const folder = fs.mkdtempSync(join(tmpdir(), 'hub-whole-'));
  try {
    const file = join(folder, 'keys');
    writeWhole(file, 'one');
    expect(done).toEqual(['write', 'flush', 'rename']);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    fs.chmodSync(file, 0o644);
    writeWhole(file, 'two');
    expect(fs.readFileSync(file, 'utf8')).toBe('two');
    expect(fs.statSync(file).mode & 0o777).toBe(0o644);
    expect(fs.readdirSync(folder)).toEqual(['keys']);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
