import { describe, expect, test } from '@jest/globals';
import { inProduction, isProduction } from './production.js';

describe('production', () => {
  test.each([undefined, '', 'production', 'prod', 'Production', 'staging', 'developement'])(
    'is NODE_ENV=%s',
    (NODE_ENV) => {
      expect(isProduction({ NODE_ENV })).toBe(true);
    },
  );

  test.each(['development', 'test'])('is not NODE_ENV=%s', (NODE_ENV) => {
    expect(isProduction({ NODE_ENV })).toBe(false);
  });

  test('is named with what it follows from', () => {
    expect(inProduction({ NODE_ENV: 'prod' })).toMatch(
      /^in production \(NODE_ENV is "prod"; only development and test/,
    );
    expect(inProduction({})).toMatch(/^in production \(NODE_ENV is not set;/);
  });
});
