import { describe, expect, test } from '@jest/globals';
import { checkJsonSize } from './json-size.js';

const limits = { jsonDepth: 5, jsonValues: 100 };
const check = (json: string) => {
  checkJsonSize(Buffer.from(json), limits);
};

describe('the size of JSON', () => {
  test.each([
    ['lists within lists', '['.repeat(6), 'JSON_DEPTH'],
    ['objects within objects', '{"a":'.repeat(6), 'JSON_DEPTH'],
    ['both', `${'[{"a":'.repeat(3)}1`, 'JSON_DEPTH'],
    ['many numbers', `[${'1,'.repeat(100)}1]`, 'JSON_VALUES'],
    ['many members', `{${'"a":1,'.repeat(100)}"a":1}`, 'JSON_VALUES'],
    ['many empty objects', `[${'{}'.repeat(101)}]`, 'JSON_VALUES'],
    ['lists behind a text', `["${'x'.repeat(50)}\\\\",${'['.repeat(6)}`, 'JSON_DEPTH'],
  ])('is too much of %s', (_, json, kind) => {
    expect(() => {
      check(json);
    }).toThrow(expect.objectContaining({ kind }));
  });

  test.each([
    ['nothing', ''],
    ['no JSON', ']]]}'],
    ['brackets that are closed again', `[${'[[[[]]]],'.repeat(10)}1]`],
    ['brackets in a text', `["${'[{,'.repeat(100)}"]`],
    ['brackets behind an escaped quote', `["\\"${'[,'.repeat(100)}"]`],
    ['brackets behind an escaped quote in a long text', `["${'x'.repeat(60)}\\"${'[,'.repeat(100)}"]`],
    ['brackets behind an escaped backslash and quote', `["${'x'.repeat(60)}\\\\\\"${'[,'.repeat(100)}"]`],
    ['a text that is not closed', `["${'[,'.repeat(100)}`],
  ])('leaves %s to the parser', (_, json) => {
    expect(() => {
      check(json);
    }).not.toThrow();
  });

  test('is told as the parser would, wherever a text ends', () => {
    for (let length = 0; length < 200; length++) {
      for (const end of ['', '\\"', '\\\\', '\\\\\\"', '\\u0022']) {
        const within = JSON.stringify([JSON.parse(`"${'x'.repeat(length)}${end}"`), [[[[]]]]]);
        expect(() => {
          check(within);
        }).not.toThrow();
        expect(() => {
          check(within.replace('[[[[', '[[[[['));
        }).toThrow();
      }
    }
  });
});
