import { describe, expect, test } from '@jest/globals';
import { takeRecords } from '../organisations/linked.js';
import type { Agreement } from './agreement.js';
import { dayInProvince } from '../values/province-day.js';
import { endsAt, holds } from './holds.js';

const agreement: Agreement = {
  id: 'A-1',
  version: 1,
  title: { vi: 'a', en: 'a' },
  shares: ['A'],
  combined: [],
  figures: [],
  with: [{ role: 'analyst' }, { organisation: 'youth-union' }, { app: 'reader' }],
  purposes: ['steering'],
  granularity: 'commune',
  legalBasis: 'Law',
  from: '2026-01-01',
  until: '2026-06-30',
};
const day = '2026-03-01';

describe('an agreement holds', () => {
  const analyst = { roles: ['analyst'], purpose: 'steering' };

  test.each([
    ['for a role', analyst, day, true],
    ['for an organisation', { roles: [], organisation: 'youth-union', purpose: 'steering' }, day, true],
    ['for an app', { roles: [], app: 'reader', purpose: 'steering' }, day, true],
    ['not for others', { roles: ['youth-union', 'reader'], app: 'analyst', purpose: 'steering' }, day, false],
    ['not for another purpose', { ...analyst, purpose: 'research' }, day, false],
    ['not without a purpose', { roles: ['analyst'] }, day, false],
    ['on its first day', analyst, '2026-01-01', true],
    ['not before', analyst, '2025-12-31', false],
    ['on its last day', analyst, '2026-06-30', true],
    ['not after', analyst, '2026-07-01', false],
  ])('%s', (_, asker, on, expected) => {
    expect(holds(agreement, asker, on)).toBe(expected);
  });

  test('for every linked organisation where it says so, and for no other', () => {
    const ofAll: Agreement = { ...agreement, with: [{ group: 'linked-organisations' }] };
    const holdsFor = (organisation?: string) =>
      holds(ofAll, { roles: ['analyst'], organisation, app: 'linked-organisations', purpose: 'steering' }, day);
    takeRecords([
      { code: 'youth-union', keepsPeople: true },
      { code: 'identity', keepsPeople: false },
    ]);
    expect(['youth-union', 'identity', 'farmers-union', 'movement', undefined].map(holdsFor)).toEqual([
      ...[true, true, false, false, false],
    ]);
  });

  test('for anyone and any purpose where it says so', () => {
    expect(holds({ ...agreement, with: 'anyone', purposes: 'any' }, { roles: [] }, day)).toBe(true);
  });
});

test('a day begins at midnight in the province', () => {
  expect(dayInProvince(new Date('2026-06-30T16:59:59Z'))).toBe('2026-06-30');
  expect(dayInProvince(new Date('2026-06-30T17:00:00Z'))).toBe('2026-07-01');
});

test('an agreement without a last day holds until it is taken back', () => {
  const endless = { ...agreement, until: undefined };
  const asker = { roles: ['analyst'], purpose: 'steering' };
  expect(endsAt(endless)).toBe(Infinity);
  expect([endless.from, '2031-06-14', '9999-12-31'].map((on) => holds(endless, asker, on))).toEqual([true, true, true]);
  expect(holds(endless, asker, dayInProvince(new Date(Date.parse(endless.from) - 86_400_000)))).toBe(false);
});

test('an agreement ends as its last day does', () => {
  const end = endsAt(agreement);
  expect(new Date(end).toISOString()).toBe('2026-06-30T17:00:00.000Z');
  const asker = { roles: ['analyst'], purpose: 'steering' };
  expect(holds(agreement, asker, dayInProvince(new Date(end - 1)))).toBe(true);
  expect(holds(agreement, asker, dayInProvince(new Date(end)))).toBe(false);
});
