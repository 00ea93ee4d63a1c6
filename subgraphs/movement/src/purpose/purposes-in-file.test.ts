import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { purposesInFile } from './purposes-in-file.js';

const folder = mkdtempSync(join(tmpdir(), 'purposes-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = join(folder, 'agreements.yaml');
const write = (seconds: number, text: string) => {
  writeFileSync(file, text);
  utimesSync(file, seconds, seconds);
};
const listing = (...codes: string[]) => {
  const text = { vi: 'a', en: 'a' };
  const purposes = codes.map((code) => ({ code, name: text, description: text, askedBy: 'anyone' }));
  return JSON.stringify({ format: 1, organisation: 'movement', purposes, agreements: [] });
};
const codes = async () => (await purposesInFile(pathToFileURL(file))).map(({ code }) => code);

test('the purposes are those that the file lists now', async () => {
  write(1, listing('steering'));
  expect(await codes()).toEqual(['steering']);
  expect(await codes()).toEqual(['steering']);
  write(2, listing('steering', 'research'));
  expect(await codes()).toEqual(['steering', 'research']);
});

test('a file that is wrong is told, with what is wrong', async () => {
  write(3, '{');
  await expect(codes()).rejects.toThrow(`${file}:1: `);
});
