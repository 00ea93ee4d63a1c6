import { expect, test } from '@jest/globals';
import { canonicalText, digestOf } from './canonical.js';

test('one value has one text: names in order, no space, numbers and letters as RFC 8785 has them', () => {
  const value = { b: [56.0, 1e30, null], a: '€$\u000F\nA\'B"\\"/', Hóa: 'Thanh Hóa' };
  expect(canonicalText(value)).toBe('{"Hóa":"Thanh Hóa","a":"€$\\u000f\\nA\'B\\"\\\\\\"/","b":[56,1e+30,null]}');
});

test('what JSON does not have, has none', () => {
  expect(() => canonicalText(() => 1)).toThrow('Expected a JSON value');
});

test('a digest is SHA-256 of the text in UTF-8, in base64url', () => {
  expect(digestOf('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
});
