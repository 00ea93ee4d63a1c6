import { describe, expect, test } from '@jest/globals';
import { formerPeriodOf, holderOf, keyIdOf, type Publication } from './publication.js';

const publication = (
  period: string,
  revision: number,
  publishedAt: string,
  standing: Publication['standing'] = 'CURRENT',
): Publication => ({
  standing,
  ...{ id: `${period}_${revision}`, period, revision, publishedAt, publishedBy: 'lan', note: null },
  ...{ noteEn: null, people: null, finalGoals: [], withdrawal: null },
  ...{ demonstration: true, heldBy: [], withdrawn: '', digest: '', signature: '', releases: [] },
});
const september = publication('2026-09', 1, '2026-10-14T08:00:00Z', 'SUPERSEDED');
const corrected = publication('2026-09', 2, '2026-10-21T08:00:00Z');
const october = publication('2026-10', 1, '2026-11-12T08:00:00Z');
const quarter = publication('2026-Q3', 1, '2026-10-15T08:00:00Z');
const late = publication('2026-08', 2, '2026-12-01T08:00:00Z');
const all = [late, october, corrected, quarter, september];

describe('publications', () => {
  test('are superseded by the revision of the same period that holds', () => {
    expect(holderOf(september, all)).toBe(corrected);
    expect(holderOf(corrected, all)).toBeUndefined();
    const withdrawn = publication('2026-09', 3, '2026-10-22T08:00:00Z', 'WITHDRAWN');
    expect(holderOf(withdrawn, [withdrawn, ...all])).toBe(corrected);
  });

  test('are compared with none that was withdrawn', () => {
    const withdrawn = publication('2026-09', 3, '2026-10-22T08:00:00Z', 'WITHDRAWN');
    expect(formerPeriodOf(october, [withdrawn, ...all])).toBe(corrected);
  });

  test('are compared with the last period of the same length that was published before them', () => {
    expect(formerPeriodOf(october, all)).toBe(corrected);
    expect(formerPeriodOf(quarter, all)).toBeUndefined();
    expect(formerPeriodOf(september, all)).toBeUndefined();
  });

  test('name the key that signed them', () => {
    const head = btoa(JSON.stringify({ alg: 'EdDSA', kid: 'a-key' })).replaceAll('=', '');
    expect(keyIdOf(`${head}..signature`)).toBe('a-key');
    expect(keyIdOf('nonsense')).toBe('');
  });
});
