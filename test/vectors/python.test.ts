import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasPython } from '../support/python.js';

const program = fileURLToPath(new URL('../protocol/verify.py', import.meta.url));
const schema = fileURLToPath(new URL('../../schema/', import.meta.url));

const parts = [
  ...['agreements', 'disclosure', 'envelopes', 'keys', 'link', 'messages', 'pseudonyms', 'releases', 'sessions'],
  ...['sketches', 'versions'],
];

/** What the program says of a folder of vectors, line by line. */
function verify(folder: string): Promise<string[]> {
  return new Promise((done, failed) => {
    execFile('python3', ['-B', program, folder], (error, stdout, stderr) => {
      if (error && stderr !== '') failed(new Error(stderr));
      else done(stdout.trim().split('\n'));
    });
  });
}

// Without Python 3.11 these are skipped: the program in test/protocol was written from docs/protocol alone.
(hasPython() ? describe : describe.skip)('a program in Python, written from the pages of the protocol', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('comes to what every file of the vectors says', async () => {
    const lines = await verify(schema);
    expect(lines.slice(0, -1).map((line) => line.replace(/ \d+$/, ''))).toEqual(parts.map((part) => `ok ${part}`));
    const read = (lines.at(-1) ?? '').split(' ').slice(1);
    const files = globSync('vectors/**/*.json', { cwd: schema }).map((path) => path.replaceAll('\\', '/'));
    expect(read).toEqual(['agreements.schema.json', ...files].sort());
  });

  test('and to something else where a vector is another', async () => {
    for (const name of ['vectors', 'agreements.schema.json']) {
      cpSync(join(schema, name), join(folder, name), { recursive: true });
    }
    const alter = (name: string, from: string, to: string) => {
      const text = readFileSync(join(folder, 'vectors', name), 'utf8');
      expect(text).toContain(from);
      writeFileSync(join(folder, 'vectors', name), text.replace(from, to));
    };
    alter('sessions/script.json', 'c2Vzc2lvbi1vZi12ZWN0bw', 'another');
    alter('disclosure/cells.json', '77', '79');
    alter('versions/versions.json', 'PLAIN', 'URBAN');
    const failed = (await verify(folder)).filter((line) => line.startsWith('failed'));
    expect(failed.map((line) => line.split(/[ :]/)[1])).toEqual(['disclosure', 'sessions', 'versions']);
  });
});
