import { describe, expect, test } from '@jest/globals';
import { requestId } from './request-id.js';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the request id', () => {
  test('is the caller’s when that is a sane short token', () => {
    expect(requestId('web-42:a.b_c')).toBe('web-42:a.b_c');
  });

  test.each([undefined, '', 'two words', 'line\nbreak', '<script>', 'a'.repeat(65), ['a', 'b']])(
    'is a new one instead of %j',
    (header) => {
      expect(requestId(header)).toMatch(uuid);
    },
  );
});
