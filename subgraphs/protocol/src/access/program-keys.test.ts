import { expect, test } from '@jest/globals';
import { programKeyHash, programKeySecret } from './program-keys.js';

const secret = programKeySecret('abcdefgh1234', Buffer.alloc(32, 7));

test('a key is known by the hash of its whole text', () => {
  expect(secret).toBe(`hubk_abcdefgh1234_${'07'.repeat(32)}`);
  expect(programKeyHash(secret)).toMatch(/^[0-9a-f]{64}$/);
  expect(programKeyHash(secret.replace('abc', 'abd'))).not.toBe(programKeyHash(secret));
});

test.each([
  '',
  'hubk_',
  secret.slice(0, -1),
  `${secret}0`,
  secret.toUpperCase(),
  ` ${secret}`,
  `${secret}\n`,
  secret.replace('hubk', 'hub'),
])('%j is no key', (text) => {
  expect(programKeyHash(text)).toBeUndefined();
});
