import { expect, test } from '@jest/globals';
import { JsonBytes } from './json-bytes.js';

const written = (value: unknown, expected?: number) => {
  const json = new JsonBytes(expected);
  json.leaf(value);
  return json.toBuffer().toString();
};

test.each<[string, unknown]>([
  ['plain text', 'BDHV-2026'],
  ['no text', ''],
  ['Vietnamese', 'Bình dân học vụ số, xã Thọ Xuân'],
  ['quotes and backslashes', 'a"b\\c'],
  ['control characters', 'tab\tline\nnull\u0000'],
  ['control characters after others', 'số\u0001'],
  ['characters of two, three and four bytes', '\u00e9\u07ff\u0800\uffff😀'],
  ['half a surrogate pair', 'a\ud800b'],
  ['line separators', '\u2028\u2029\u007f'],
  ['numbers', -12.5e-7],
  ['true', true],
  ['null', null],
  ['objects', { a: ['ố', 1, null], '"': {} }],
])('%s are written as JSON.stringify has it', (_name, value) => {
  expect(written(value)).toBe(JSON.stringify(value));
  expect(written(value, 0)).toBe(JSON.stringify(value));
});

test('what is written can be taken back, and compared', () => {
  const json = new JsonBytes(1);
  json.constant(Buffer.from('['));
  for (const value of ['số', 1, 'số']) json.leaf(value);
  expect(json.endEquals(8, 1)).toBe(true);
  json.truncate(8);
  json.leaf('sô');
  expect(json.endEquals(8, 1)).toBe(false);
  json.truncate(7);
  json.constant(Buffer.from(']'));
  expect(json.toBuffer().toString()).toBe('["số"]');
});

test('what is equal has one hash, and others hardly', () => {
  const json = new JsonBytes();
  const hash = (...values: unknown[]) => {
    const start = json.length;
    for (const value of values) json.leaf(value);
    return json.endHash(start);
  };
  expect(hash('a', 1)).toBe(hash('a', 1));
  expect(new Set(Array.from({ length: 10_000 }, (_, index) => hash('2026-10', index))).size).toBeGreaterThan(9_990);
});
