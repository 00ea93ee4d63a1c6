import { describe, expect, test } from '@jest/globals';
import { type GroupedCommune, hasCommune, type RegionExtent, regionFaults } from './region-faults.js';
import { regionsOn } from './region.loader.js';

const day = '2026-01-01';

/** Communes with the numbers from one to another as their codes, all in one area. */
function communes(area: 'PLAIN' | 'URBAN', from: number, to: number): GroupedCommune[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    code: String(from + index),
    nameVi: `Xã ${from + index}`,
    ...{ validFrom: '2025-07-01', validUntil: null, area, type: 'COMMUNE' as const },
  }));
}

const region = (code: string, from: number, to: number, more: Partial<RegionExtent> = {}): RegionExtent => ({
  code,
  ...{ validFrom: '2025-07-01', validUntil: null },
  communes: communes('PLAIN', from, to).map((commune) => commune.code),
  ...more,
});

const plain = communes('PLAIN', 1, 20);
const reasons = (all: readonly GroupedCommune[], regions: readonly RegionExtent[]) =>
  regionFaults({ day, communes: all, regions, has: hasCommune }).map(
    (fault) => `${fault.region.code}: ${fault.reason}`,
  );

describe('regions', () => {
  test('hold that part an area into three or more of five communes, or are all of it', () => {
    expect(reasons(plain, [region('A', 1, 5), region('B', 6, 10), region('C', 11, 20)])).toEqual([]);
    expect(reasons(plain, [region('A', 1, 5), region('B', 6, 10)])).toEqual([]);
    expect(reasons(plain, [region('A', 1, 20)])).toEqual([]);
    expect(reasons(plain, [])).toEqual([]);
  });

  test('do not where one has four communes, or leaves four', () => {
    expect(reasons(plain, [region('A', 1, 4), region('B', 5, 12)])).toEqual([
      expect.stringMatching(/^A: expected regions that part the communes of PLAIN COMMUNE .* but 4 are alone in A: /),
    ]);
    expect(reasons(plain, [region('A', 1, 8), region('B', 9, 16)])).toEqual([
      expect.stringMatching(/ but 4 are in no region: Xã 17 /),
    ]);
  });

  test('do not where one has few communes of another area: the areas’ numbers tell of them', () => {
    const all = [...plain, ...communes('URBAN', 21, 40)];
    const regions = (last: number) => [
      ...[region('A', 1, 7), region('B', 8, 14), region('C', 15, last)],
      ...[region('D', last + 1, 34), region('E', 35, 40)],
    ];
    expect(reasons(all, regions(25))).toEqual([]);
    expect(reasons(all, regions(22))).toEqual([
      expect.stringMatching(/^C: .* communes of URBAN COMMUNE .* but 2 are alone in C/),
    ]);
  });

  test('do not where two part an area: each follows from the other', () => {
    expect(reasons(plain, [region('A', 1, 10), region('B', 11, 20)])).toEqual([
      expect.stringMatching(/^B: .* but B leaves two parts$/),
    ]);
    expect(reasons(plain, [region('A', 1, 10)])).toEqual([expect.stringMatching(/^A: .* but A leaves two parts$/)]);
  });

  test('do not where a commune is in two at a time', () => {
    const regions = [region('A', 1, 6), region('B', 6, 12), region('C', 13, 20)];
    expect(reasons(plain, regions)).toEqual([expect.stringMatching(/^B: .* Xã 6 .* is in A and B$/)]);
  });

  test('do not where they differ by a few communes from those of another time', () => {
    const ended = { validUntil: '2025-12-31' };
    const former = [region('A', 1, 6, ended), region('B', 7, 13, ended), region('C', 14, 20, ended)];
    const anew = (first: number) => [
      region('A', 1, first, { validFrom: '2026-01-01' }),
      region('B', first + 1, 13, { validFrom: '2026-01-01' }),
      region('C', 14, 20, { validFrom: '2026-01-01' }),
    ];
    expect(reasons(plain, [...former, ...anew(6)])).toEqual([]);
    expect(reasons(plain, [...former, ...anew(7)])).toEqual([
      expect.stringMatching(/but 1 are alone in B and A: Xã 7 /),
    ]);
  });
});

describe('the regions of a day', () => {
  const regions = [region('A', 1, 5), region('B', 6, 10), region('C', 11, 20)];
  const codes = (all: readonly GroupedCommune[], on = day) => regionsOn(on, all, regions).map((one) => one.region.code);

  test('are those in force', () => {
    expect(codes(plain)).toEqual(['A', 'B', 'C']);
    expect(codes(plain, '2025-06-30')).toEqual([]);
  });

  test('lose one whose borders changed, and all where that would tell of few communes', () => {
    const withNew = (changed: readonly string[]) =>
      plain.map((one) => (changed.includes(one.code) ? { ...one, validFrom: '2025-10-01' } : one));
    // Region C is no longer valid: its ten communes are one part.
    expect(codes(withNew(['11', '12', '13', '14', '15']))).toEqual(['A', 'B']);
    expect(regionsOn(day, plain.slice(0, 14), regions)).toEqual([]);
  });
});
