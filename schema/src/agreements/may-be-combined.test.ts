import { expect, test } from '@jest/globals';
import type { Agreement } from './agreement.js';
import { mayBeCombined } from './may-be-combined.js';

const agreement: Agreement = {
  ...{ id: 'A-1', version: 1, title: { vi: 'a', en: 'a' }, shares: [], combined: ['ADULTS_BASIC'], legalBasis: 'Law' },
  ...{ with: [{ role: 'analyst' }], purposes: ['steering'], granularity: 'commune' },
  ...{ from: '2026-01-01', until: '2026-06-30' },
};
const analyst = { roles: ['analyst'], purpose: 'steering' };
const day = '2026-03-01';
const may = (
  change: Partial<Agreement> = {},
  goal = 'ADULTS_BASIC',
  level: 'commune' | 'province' = 'commune',
  at = day,
) => mayBeCombined([{ ...agreement, ...change }], goal, level, analyst, at);

test.each<[string, boolean, boolean]>([
  ['of a goal that it names', may(), true],
  ['of any goal', may({ combined: ['*'] }, 'PUPILS'), true],
  ['of another goal', may({}, 'PUPILS'), false],
  ['of a goal whose fields alone are shared', may({ shares: ['*'], combined: [] }), false],
  ['of the province, where communes’ may be', may({}, 'ADULTS_BASIC', 'province'), true],
  ['of communes, where the province’s may be', may({ granularity: 'province' }), false],
  ['for somebody else', may({ with: [{ role: 'app' }] }), false],
  ['for another purpose', may({ purposes: ['research'] }), false],
  ['after its last day', may({}, 'ADULTS_BASIC', 'commune', '2026-07-01'), false],
])('a figure %s: %p', (_what, found, expected) => {
  expect(found).toBe(expected);
});

test('one agreement that lets it is enough', () => {
  const province = { ...agreement, granularity: 'province' as const };
  expect(mayBeCombined([province, agreement], 'ADULTS_BASIC', 'commune', analyst, day)).toBe(true);
  expect(mayBeCombined([], 'ADULTS_BASIC', 'commune', analyst, day)).toBe(false);
});
