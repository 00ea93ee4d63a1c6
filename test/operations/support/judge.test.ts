import { describe, expect, test } from '@jest/globals';
import { judge } from './judge.js';

const right = { group: { code: 'G', team: { code: 'T' } }, goals: [{ code: 'A' }, { code: 'B' }] };
const organisations = ['womens-union', 'youth-union'];
const judged = (body: unknown, status = 200) =>
  judge(right, { status, text: typeof body === 'string' ? body : JSON.stringify(body) }, organisations);
const error = (path: readonly unknown[], extensions: object) => ({ message: 'No.', path, extensions });
const away = { code: 'SUBGRAPH_UNREACHABLE', serviceName: 'youth-union' };

describe('an answer', () => {
  test('is right where it is the known one', () => {
    expect(judged({ data: right })).toEqual({ outcome: 'right', codes: [], isAnswered: true });
  });

  test.each([
    ['at the null', ['group', 'team'], { ...right, group: { code: 'G', team: null } }],
    ['above it', ['group'], { ...right, group: { code: 'G', team: null } }],
    ['below it, where the null went up', ['group', 'team', 'code'], { ...right, group: null }],
    ['below it, to the top', ['group', 'team', 'code'], null],
  ])('lacks what an error %s explains', (_where, path, data) => {
    const { outcome, codes, isAnswered } = judged({ data, errors: [error(path, away)] });
    expect([outcome, codes, isAnswered]).toEqual(['refused', ['youth-union SUBGRAPH_UNREACHABLE'], true]);
  });

  test.each([
    ['another value', { data: { ...right, group: { code: 'H', team: { code: 'T' } } } }],
    [
      'another value beside an explained null',
      { data: { goals: [{ code: 'X' }, { code: 'B' }], group: null }, errors: [error(['group'], away)] },
    ],
    ['a shorter list', { data: { ...right, goals: [{ code: 'A' }] } }],
    ['one field less', { data: { group: right.group } }],
    ['one field more', { data: { ...right, more: 1 } }],
    ['a null that nothing explains', { data: { ...right, group: null } }],
    [
      'a null that an error elsewhere does not explain',
      { data: { ...right, group: null }, errors: [error(['goals'], away)] },
    ],
    ['an unknown refusal', { errors: [{ message: 'No.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }],
    ['nothing at all', {}],
    ['no JSON', 'Bad gateway'],
  ])('is wrong with %s', (_what, body) => {
    expect(judged(body)).toMatchObject({ outcome: 'wrong', why: expect.any(String) });
  });

  test.each([
    ['nobody', { code: 'SUBGRAPH_UNREACHABLE' }],
    ['another', { ...away, serviceName: 'university' }],
  ])('is unnamed where an error names %s', (_whom, extensions) => {
    const body = { data: { ...right, group: null }, errors: [error(['group'], extensions)] };
    expect(judged(body)).toMatchObject({ outcome: 'unnamed', why: expect.any(String), isAnswered: true });
  });

  test('may be refused as a whole, and need not be in the log then', () => {
    const refusal = { errors: [{ message: 'No.', extensions: { code: 'AUDIT_UNAVAILABLE' } }] };
    expect(judged(refusal, 503)).toEqual({ outcome: 'refused', codes: ['AUDIT_UNAVAILABLE'], isAnswered: false });
    expect(judged({ status: 'not ready' }, 503)).toMatchObject({ outcome: 'refused', codes: ['not ready'] });
  });
});
