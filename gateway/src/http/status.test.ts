import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Busy, MutationByGet, Refusal } from '../errors/refusal.js';
import { refusedAs } from './status.js';

/** The codes of refusals in the gateway's source. */
const codes = globSync('gateway/src/**/*.ts', { exclude: ['**/*.test.ts'] }).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/new (?:Refusal|Busy)\(\s*'([A-Z_]+)'/g)].map(([, code = '']) => code),
);

describe('a refusal in HTTP', () => {
  test('has a status of its own, whichever its code', () => {
    expect(codes.length).toBeGreaterThan(5);
    for (const code of codes) expect([code, refusedAs(new Refusal(code, '')).status]).not.toContain(500);
  });

  test('says when to ask again, by which method, or with what token', () => {
    expect(refusedAs(new Busy('LIMIT_EXCEEDED', '', 7))).toEqual({ status: 429, headers: { 'retry-after': '7' } });
    expect(refusedAs(new MutationByGet())).toEqual({ status: 405, headers: { allow: 'POST' } });
    expect(refusedAs(new Refusal('TOKEN_EXPIRED', ''))).toEqual({
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="invalid_token", error_description="The token has expired"' },
    });
  });
});
