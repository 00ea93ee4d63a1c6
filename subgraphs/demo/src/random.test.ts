import { describe, expect, test } from '@jest/globals';
import { createRandom } from './random.js';

const draw = (seed: string) => {
  const random = createRandom(seed);
  return Array.from({ length: 1_000 }, () => random.next());
};

describe('a seeded source of numbers', () => {
  test('gives the same numbers for the same seed, others for another', () => {
    expect(draw('womens-union')).toEqual(draw('womens-union'));
    expect(draw('womens-union')).not.toEqual(draw('youth-union'));
  });

  test('gives the same numbers on every machine', () => {
    const random = createRandom('population');
    expect([random.integer(0, 999), random.integer(0, 999), random.integer(0, 999)]).toEqual([178, 581, 817]);
  });

  test('draws from 0 to under 1, evenly enough', () => {
    const numbers = draw('even');
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toBeCloseTo(0.5, 1);
  });

  test('reaches both ends of a range of whole numbers', () => {
    const random = createRandom('range');
    expect(new Set(Array.from({ length: 200 }, () => random.integer(-1, 1)))).toEqual(new Set([-1, 0, 1]));
  });

  test('draws days that exist, both ends included', () => {
    const random = createRandom('days');
    const days = new Set(Array.from({ length: 200 }, () => random.day('2028-02-28', '2028-03-01')));
    expect([...days].sort()).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
  });

  test('picks only from what there is', () => {
    const random = createRandom('pick');
    expect(['a', 'b']).toContain(random.pick(['a', 'b']));
    expect(() => random.pick([])).toThrow('Expected at least one item to pick from.');
  });

  test('is certain of what is certain', () => {
    const random = createRandom('chance');
    expect(Array.from({ length: 100 }, () => random.chance(1))).not.toContain(false);
    expect(Array.from({ length: 100 }, () => random.chance(0))).not.toContain(true);
  });
});
