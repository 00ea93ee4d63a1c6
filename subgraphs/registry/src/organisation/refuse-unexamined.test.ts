import type { OrganisationSaid } from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import { type Accepting, judgeAccepted, refuseUnexamined, type Unexamined } from './refuse-unexamined.js';

const said: OrganisationSaid = {
  ...{ nameVi: 'Hội', nameEn: 'Union', shortName: 'the union', dataKind: 'REAL', keepsPeople: true },
  ...{ linkedBy: 'records', endpoint: 'https://org.example/graphql', signsAnswers: true, contact: 'it@hoinongdan.vn' },
};
const examined = { at: '2026-11-29T15:00:00.000Z', passed: 61, leftOut: 3, failed: [] };
const asked: Unexamined = { said, examined, isDemanded: true };

test('what passed is taken, and nothing is said of it', () => {
  expect(refuseUnexamined(asked)).toBeUndefined();
});

test('what failed is refused by name, whether it is demanded or not', () => {
  const failed = ['messages: a request that comes again is refused'];
  for (const isDemanded of [true, false]) {
    expect(() => refuseUnexamined({ ...asked, isDemanded, examined: { ...examined, failed } })).toThrow(
      'but these checks failed: messages: a request that comes again is refused.',
    );
  }
});

test('what was not examined is refused where that is demanded, and told elsewhere', () => {
  const none = { ...asked, examined: undefined };
  expect(() => refuseUnexamined(none)).toThrow('but nothing was examined');
  expect(() => refuseUnexamined({ ...asked, examined: { ...examined, passed: 0 } })).toThrow(
    'but nothing was examined',
  );
  expect(refuseUnexamined({ ...none, isDemanded: false })).toBe('its endpoint was not held against the protocol');
});

test('of who signs nothing, or has no endpoint, nothing is demanded', () => {
  const none = { ...asked, examined: undefined };
  expect(refuseUnexamined({ ...none, said: { ...said, signsAnswers: false } })).toContain('not held');
  expect(refuseUnexamined({ ...none, said: { ...said, endpoint: null } })).toBeUndefined();
  expect(refuseUnexamined({ ...none, said: { ...said, linkedBy: 'figures' } })).toBeUndefined();
});

describe('who is accepted', () => {
  const accepting = (more: Partial<Accepting['shown']> = {}, reason?: string): Accepting => ({
    ...{ shown: { said, examined, override: null, agreements: null, ...more }, isDemanded: true, reason },
  });

  test('is who passed, whatever is said of it', () => {
    for (const reason of [undefined, 'Đã xem'])
      expect(judgeAccepted(accepting({}, reason))).toEqual({ isOverridden: false, told: undefined });
  });

  test('is who was not examined only for a reason, where that is demanded', () => {
    expect(() => judgeAccepted(accepting({ examined: null }))).toThrow(
      /nothing was examined.* Whoever runs the hub can accept it all the same, with a reason\.$/,
    );
    expect(judgeAccepted(accepting({ examined: null }, 'Đã thử'))).toEqual({
      ...{ isOverridden: true, told: expect.stringContaining('nothing was examined') },
    });
    expect(judgeAccepted({ ...accepting({ examined: null }), isDemanded: false })).toEqual({
      ...{ isOverridden: false, told: 'its endpoint was not held against the protocol' },
    });
  });

  test('is whose schema was published for a reason', () => {
    expect(judgeAccepted(accepting({ examined: null, override: 'Chỉ dùng thử' }))).toEqual({
      ...{ isOverridden: false, told: 'its schema was published for a reason: Chỉ dùng thử' },
    });
  });

  test('is in production who named whom to ask and each legal basis, or anybody for a reason', () => {
    const agreements = `{ format: 1, organisation: union, agreements: [{ id: U-1, version: 1, title: { vi: A, en: A },
      shares: ['*'], with: anyone, purposes: any, granularity: commune, from: 2026-01-01,
      legalBasis: To be named (cần ghi căn cứ pháp lý) }] }`;
    const left = { said: { ...said, contact: 'it@union.example' }, agreements };
    const told =
      'its contact is still "it@union.example"; the legal basis of U-1 is still "To be named (cần ghi căn cứ pháp lý)"';
    expect(() => judgeAccepted(accepting(left))).toThrow(`It cannot go live: ${told}. Whoever runs the hub`);
    expect(judgeAccepted(accepting(left, 'Dùng thử'))).toEqual({ isOverridden: true, told });
    expect(judgeAccepted({ ...accepting(left), isDemanded: false })).toEqual({ isOverridden: false, told });
  });

  test('is who hands over figures alone', () => {
    const figures: OrganisationSaid = { ...said, linkedBy: 'figures', endpoint: null };
    expect(judgeAccepted(accepting({ said: figures, examined: null }))).toEqual({
      isOverridden: false,
      told: undefined,
    });
  });
});
