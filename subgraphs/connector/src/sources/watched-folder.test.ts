import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WatchedFolder } from './watched-folder.js';

describe('a file of a watched folder', () => {
  let path: string;
  let folder: WatchedFolder;
  const read = async (name: string, withinMs?: number) => {
    const chunks: Buffer[] = [];
    for await (const chunk of folder.read({ path: join(path, name) }, withinMs)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'watched-'));
    folder = new WatchedFolder('inbox', path, 1000);
  });
  afterEach(() => {
    rmSync(path, { recursive: true });
  });

  test('is read whole', async () => {
    const text = 'Hội viên\n'.repeat(50_000);
    writeFileSync(join(path, 'a.csv'), text);
    expect(await read('a.csv')).toBe(text);
  });

  test('that is gone by now is told as the folder is', async () => {
    await expect(read('a.csv')).rejects.toMatchObject({ code: 'FOLDER_GONE' });
  });

  test('whose bytes do not come is left, and told: a share may vanish while it is read', async () => {
    const pipe = join(path, 'a.csv');
    execFileSync('mkfifo', [pipe]);
    // The pipe has no writer, so opening it waits.
    await expect(read('a.csv', 100)).rejects.toMatchObject({
      code: 'FOLDER_SLOW',
      message: expect.stringContaining(`Expected the folder ${path} to answer within`),
    });
    closeSync(openSync(pipe, 'w'));
  });
});
