import { describe, expect, test } from '@jest/globals';
import { GeometryFault, mostPositions, readGeometry } from './geometry.js';

const square = [
  [105, 19],
  [106, 19],
  [106, 20],
  [105, 20],
  [105, 19],
];
const hole = [
  [105.2, 19.2],
  [105.4, 19.2],
  [105.4, 19.4],
  [105.2, 19.2],
];
const polygon = (...rings: unknown[]) => JSON.stringify({ type: 'Polygon', coordinates: rings });

test('outer rings turn left and holes right, whichever way they came', () => {
  const expected = { type: 'Polygon', coordinates: [square, hole.toReversed()] };
  expect(readGeometry(polygon(square, hole))).toEqual(expected);
  expect(readGeometry(polygon(square.toReversed(), hole.toReversed()))).toEqual(expected);
});

test('positions are rounded each by itself, and those that become one are one', () => {
  const fine = [
    [105, 19],
    [105.000001, 19.000001],
    [106.1234567, 19],
    [106, 20],
    [105.0000049, 19],
  ];
  expect(readGeometry(polygon(fine)).coordinates).toEqual([
    [
      [105, 19],
      [106.12346, 19],
      [106, 20],
      [105, 19],
    ],
  ]);
});

test('several areas are a MultiPolygon', () => {
  const island = { type: 'MultiPolygon', coordinates: [[square], [hole]] };
  expect(readGeometry(JSON.stringify(island))).toEqual(island);
});

const many = Array.from({ length: mostPositions }, (_none, index) => [105 + (index % 900) / 1000, 19]);

describe('what is no boundary is refused, with the place of the fault', () => {
  test.each<[string, string, string]>([
    ['no JSON', 'POLYGON((105 19))', 'expected JSON, got another text'],
    ['no object', '[]', 'expected a GeoJSON object, got []'],
    ['another type', '{"type":"Point","coordinates":[105,19]}', 'the type Polygon or MultiPolygon, got "Point"'],
    ['no type', '{}', 'the type Polygon or MultiPolygon, got nothing'],
    ['no rings', polygon(), 'expected a list of rings at coordinates, got []'],
    ['an open ring', polygon(square.slice(0, 4)), 'expected a closed ring at coordinates[0]'],
    ['an open hole', polygon(square, hole.slice(0, 3)), 'expected a closed ring at coordinates[1]'],
    ['a line', polygon([square[0], square[1], square[0]]), 'at least 3 different positions at coordinates[0], got 2'],
    ['one position', polygon([square[0]]), 'at least 3 different positions at coordinates[0], got 0'],
    ['latitude first', polygon([[19, 105]]), 'a latitude of -90 to 90 at coordinates[0][0], got [19,105]'],
    ['a longitude beyond the globe', polygon([[181, 19]]), 'a longitude of -180 to 180'],
    ['a height', polygon([[105, 19, 7]]), 'got [105,19,7]'],
    ['a number as text', polygon([['105', 19]]), 'got ["105",19]'],
    ['too many positions', polygon([...many, many[0]]), `at most ${mostPositions} positions`],
    [
      'a polygon of no rings',
      '{"type":"MultiPolygon","coordinates":[[]]}',
      'a list of rings at coordinates[0], got []',
    ],
  ])('%s', (_what, text, message) => {
    expect(() => readGeometry(text)).toThrow(GeometryFault);
    expect(() => readGeometry(text)).toThrow(message);
  });
});
