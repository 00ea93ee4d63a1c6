import { describe, expect, test } from '@jest/globals';
import type { Agreement } from './agreement.js';
import { type FiguresUse, mayUseFigures } from './may-use-figures.js';

const day = '2026-03-01';
const analyst = { roles: ['analyst'], purpose: 'steering' };

describe.each<[FiguresUse, FiguresUse]>([
  ['combined', 'figures'],
  ['figures', 'combined'],
])('%s', (use, other) => {
  const agreement: Agreement = {
    ...{ id: 'A-1', version: 1, title: { vi: 'a', en: 'a' }, shares: [], legalBasis: 'Law' },
    ...{ combined: [], figures: [], [use]: ['ADULTS_BASIC'] },
    ...{ with: [{ role: 'analyst' }], purposes: ['steering'], granularity: 'commune' },
    ...{ from: '2026-01-01', until: '2026-06-30' },
  };
  const may = (
    change: Partial<Agreement> = {},
    goal = 'ADULTS_BASIC',
    level: 'commune' | 'province' = 'commune',
    at = day,
  ) => mayUseFigures([{ ...agreement, ...change }], use, goal, level, analyst, at);

  test.each<[string, boolean, boolean]>([
    ['of a goal that it names', may(), true],
    ['of any goal', may({ [use]: ['*'] }, 'PUPILS'), true],
    ['of another goal', may({}, 'PUPILS'), false],
    ['of a goal whose fields alone are shared', may({ shares: ['*'], [use]: [] }), false],
    ['of a goal that is named for the other use', may({ [use]: [], [other]: ['*'] }), false],
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
    expect(mayUseFigures([province, agreement], use, 'ADULTS_BASIC', 'commune', analyst, day)).toBe(true);
    expect(mayUseFigures([], use, 'ADULTS_BASIC', 'commune', analyst, day)).toBe(false);
  });
});
