import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { keyedDigest, type PseudonymKeys, pseudonymOf, readPseudonymKeys } from './pseudonym.js';

const texts = ['a-key-of-organisations-0123456789', 'the-next-key-of-organisations-012'];
const [key, next] = texts.map((text) => Buffer.from(text)) as [Buffer, Buffer];
const number = '999180000001';

describe('a pseudonym', () => {
  test('of version 1 is HMAC-SHA-256 of the number under the key, in 43 characters of base64url', () => {
    const pseudonym = pseudonymOf(number, [key]);
    expect(pseudonym).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(pseudonym, 'base64url')).toEqual(createHmac('sha256', key).update(number).digest());
  });

  test('of the next version is made of the former one, without the number', () => {
    expect(pseudonymOf(number, [key, next])).toBe(keyedDigest(pseudonymOf(number, [key]), next));
  });

  test('is the same wherever the keys are the same, so that organisations count a person once', () => {
    expect(pseudonymOf(number, [Buffer.from(key), next])).toBe(pseudonymOf(number, [key, next]));
  });

  test('differs by number, by key and by version', () => {
    const some: PseudonymKeys[] = [[key], [next], [key, next], [next, key]];
    const pseudonyms = [number, '999180000002'].flatMap((one) => some.map((keys) => pseudonymOf(one, keys)));
    expect(new Set(pseudonyms).size).toBe(8);
  });

  test('does not hold the number', () => {
    expect(pseudonymOf(number, [key])).not.toContain(number);
  });
});

describe('a file of keys', () => {
  test('has a key for each version', () => {
    expect(readPseudonymKeys(texts[0] ?? '')).toEqual([key]);
    expect(readPseudonymKeys(`${texts.join('\r\n')}\n\n`)).toEqual([key, next]);
  });

  test.each([
    ['', 'expected a key in the first line'],
    [`${texts[0]}\nshort-and-secret\n`, 'at least 32 bytes in line 2'],
  ])('is refused otherwise, and nothing of it repeated: %j', (text, message) => {
    expect(() => readPseudonymKeys(text)).toThrow(message);
    expect(() => readPseudonymKeys(text)).not.toThrow('secret');
  });
});
