import { expect, test } from '@jest/globals';
import { drawn, neighbour } from './shapes.js';

const square = (west: number, south: number) => ({
  type: 'Polygon' as const,
  // The outer ring runs against the clock, as GeoJSON has it.
  coordinates: [
    [
      [west, south],
      [west + 0.1, south],
      [west + 0.1, south + 0.1],
      [west, south + 0.1],
      [west, south],
    ],
  ],
});

const places = drawn([
  { code: 'south-west', area: null, boundary: square(105, 19.5) },
  { code: 'south-east', area: null, boundary: square(105.1, 19.5) },
  { code: 'north-west', area: null, boundary: square(105, 19.6) },
  { code: 'unknown', area: null, boundary: null },
]);

test('places without a boundary are not drawn, and none is the rest of the globe', () => {
  expect([...places.keys()]).toEqual(['south-west', 'south-east', 'north-west']);
  const [x = 0, y = 0] = places.get('south-west')?.middle ?? [];
  expect([x < 300, y > 280]).toEqual([true, true]);
});

test.each([
  ['south-west', 'ArrowRight', 'south-east'],
  ['south-west', 'ArrowUp', 'north-west'],
  ['north-west', 'ArrowDown', 'south-west'],
  ['south-west', 'ArrowLeft', undefined],
  ['south-west', 'Enter', undefined],
])('from %s, %s leads to %s', (from, key, to) => {
  expect(neighbour(from, key, places)).toBe(to);
});
