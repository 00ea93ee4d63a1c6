import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import type { Geometry, Position } from './src/boundary/geometry.js';
import { movement } from './src/subgraph.js';

const row = (code: string, geometry: unknown) => `${code},"${JSON.stringify(geometry).replaceAll('"', '""')}"`;
const file = (...rows: string[]) => ['place_code,geometry', ...rows, ''].join('\n');
const triangle = (longitude: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [longitude, 19],
      [longitude + 1, 19],
      [longitude, 20],
      [longitude, 19],
    ],
  ],
});

const ringsOf = ({ type, coordinates }: Geometry): (readonly (readonly Position[])[])[] =>
  type === 'Polygon' ? [[...coordinates]] : coordinates.map((rings) => [...rings]);

/** The sides of an area's rings, each by its two ends, whichever way it runs. */
const sidesOf = (geometry: Geometry) =>
  ringsOf(geometry)
    .flat()
    .flatMap((ring) => ring.slice(1).map((to, index) => [String(ring[index]), String(to)].toSorted().join(' – ')));

describe('boundaries', () => {
  let subgraph: RunningSubgraph;

  const boundaryOf = async (code: string) => {
    const { data, errors } = await subgraph.query('query ($code: ID!) { place(code: $code) { boundary } }', { code });
    expect(errors).toBeUndefined();
    return data['place'].boundary as Geometry | null;
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(movement, newDatabase(), { now: () => new Date('2026-12-01T03:00:00Z') });
    const shipped = await readFile(new URL('data/boundaries.csv', movement.folder));
    const done = expect.objectContaining({ type: 'done', read: 167, written: 167, rejected: 0 });
    expect((await subgraph.import('boundaries', shipped)).at(-1)).toEqual(done);
  });
  afterAll(() => subgraph.stop());

  test('every commune of today has one, read in one statement, and they fit into an answer', async () => {
    const query = '{ communes(first: 166) { nodes { code boundary } } }';
    subgraph.takeStatements();
    const answer = await subgraph.query(query);
    const statements = subgraph.takeStatements().filter((text) => text.includes('place_boundary'));
    const nodes = answer.data['communes'].nodes as { code: string; boundary: Geometry | null }[];
    expect(nodes.filter(({ boundary }) => boundary === null)).toEqual([]);
    expect(nodes).toHaveLength(166);
    expect(statements).toHaveLength(1);
    expect(JSON.stringify(answer).length).toBeLessThan(1_000_000);
  });

  test('neighbours share the sides of their common border, and what is left is the boundary of the province', async () => {
    const { data } = await subgraph.query('{ communes(first: 166) { nodes { boundary } } }');
    const sides = (data['communes'].nodes as { boundary: Geometry }[]).flatMap(({ boundary }) => sidesOf(boundary));
    const byTimes = Map.groupBy(
      Map.groupBy(sides, (side) => side),
      ([, same]) => same.length,
    );
    expect([...byTimes.keys()].toSorted()).toEqual([1, 2]);
    const province = await boundaryOf('38');
    expect(province?.type).toBe('MultiPolygon');
    const outer = (byTimes.get(1) ?? []).map(([side]) => side);
    expect(province && sidesOf(province).toSorted()).toEqual(outer.toSorted());
  });

  test('a commune answers the same as a place; a former one with its code has none', async () => {
    const { data } = await subgraph.query(
      '{ now: commune(code: "14758") { boundary } then: commune(code: "14758@2025-06-30") { boundary } }',
    );
    expect(data['now'].boundary).toEqual(await boundaryOf('14758'));
    expect(data['now'].boundary.type).toBe('Polygon');
    expect(data['then'].boundary).toBeNull();
  });

  test('a file replaces boundaries; with a day, it is about the places of that day', async () => {
    const others = await boundaryOf('14797');
    expect(await subgraph.import('boundaries', file(row('14758', triangle(105))), { on: '2025-06-30' })).toEqual([
      expect.objectContaining({ type: 'done', read: 1, written: 1, rejected: 0 }),
    ]);
    expect(await boundaryOf('14758@2025-06-30')).toEqual(triangle(105));
    expect(await boundaryOf('14758')).not.toEqual(triangle(105));
    await subgraph.import('boundaries', file(row('14758', triangle(106))));
    expect(await boundaryOf('14758')).toEqual(triangle(106));
    expect(await boundaryOf('14797')).toEqual(others);
  });

  test.each<[string, string, string, string]>([
    ['of an unknown place', row('99999', triangle(105)), 'place_code', 'expected the code of a place in force'],
    ['of a former place', row('14755', triangle(105)), 'place_code', 'expected the code of a place in force'],
    ['without a boundary', '14797,', 'geometry', 'expected JSON, got another text'],
    ['that is a point', row('14797', { type: 'Point', coordinates: [105, 19] }), 'geometry', 'got "Point"'],
  ])('a file with a row %s is refused as a whole', async (_what, bad, column, reason) => {
    const before = await boundaryOf('14758');
    const [rejected, done] = await subgraph.import('boundaries', file(row('14758', triangle(107)), bad));
    expect(rejected).toEqual({ type: 'rejected', row: 3, column, reason: expect.stringContaining(reason) });
    expect(done).toMatchObject({ type: 'done', written: 0, rejected: 1 });
    expect(await boundaryOf('14758')).toEqual(before);
  });

  test('a refused boundary of many positions is not repeated at length', async () => {
    const ring = Array.from({ length: 6000 }, (_none, index) => [105 + index / 10_000, 19]);
    const long = { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
    const [rejected] = await subgraph.import('boundaries', file(row('14797', long)));
    expect(rejected).toMatchObject({ reason: expect.stringContaining('expected at most 5000 positions') });
    expect(JSON.stringify(rejected).length).toBeLessThan(1000);
  });
});
