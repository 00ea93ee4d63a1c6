import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { pseudonymOf } from './pseudonym.js';

const key = Buffer.from('a-key-of-the-participants-0123456789');

describe('a pseudonym', () => {
  test('is HMAC-SHA-256 of the number under the key, in 43 characters of base64url', () => {
    const pseudonym = pseudonymOf('999180000001', key);
    expect(pseudonym).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(pseudonym, 'base64url')).toEqual(createHmac('sha256', key).update('999180000001').digest());
  });

  test('is the same wherever the key is the same, so that organisations count a person once', () => {
    expect(pseudonymOf('999180000001', Buffer.from(key))).toBe(pseudonymOf('999180000001', key));
  });

  test('differs by number and by key', () => {
    const number = '999180000001';
    const others = [pseudonymOf('999180000002', key), pseudonymOf(number, Buffer.from('another key'))];
    expect(new Set([pseudonymOf(number, key), ...others]).size).toBe(3);
  });

  test('does not hold the number', () => {
    expect(pseudonymOf('999180000001', key)).not.toContain('999180000001');
  });
});
