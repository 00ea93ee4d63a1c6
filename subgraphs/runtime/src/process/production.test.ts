import { describe, expect, test } from '@jest/globals';
import { inProduction, isProduction, isSandbox } from './production.js';

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

  test('is no sandbox, whatever HUB_SANDBOX says', () => {
    expect([undefined, '', 'false', 'true'].map((said) => isSandbox({ NODE_ENV: 'test', HUB_SANDBOX: said }))).toEqual([
      ...[false, false, false, true],
    ]);
    expect(() => isSandbox({ NODE_ENV: 'prod', HUB_SANDBOX: 'true' })).toThrow(
      'HUB_SANDBOX: expected false in production',
    );
    expect(() => isSandbox({ NODE_ENV: 'test', HUB_SANDBOX: '1' })).toThrow(
      'HUB_SANDBOX: expected true or false, got "1"',
    );
  });
});
