import { geoMercator, geoPath } from 'd3-geo';
import type { GeoGeometryObjects } from 'd3-geo';

/** A place with its boundary. */
export interface Bounded {
  readonly code: string;
  readonly area: string | null;
  readonly boundary: GeoGeometryObjects | null;
}

/** Drawing of a place. */
export interface Shape {
  readonly path: string;
  readonly middle: readonly [x: number, y: number];
}

/** Size of a map's drawing. */
export const mapSize = { width: 600, height: 560 } as const;

/**
 * Shapes of places. GeoJSON rings are reversed first: d3 reads a ring in GeoJSON's direction as all of the globe
 * outside it.
 */
export function drawn(places: readonly Bounded[]): ReadonlyMap<string, Shape> {
  const known = places.flatMap(({ code, boundary }) => (boundary ? [{ code, boundary: rewound(boundary) }] : []));
  const whole = { type: 'GeometryCollection', geometries: known.map(({ boundary }) => boundary) } as never;
  const draw = geoPath(geoMercator().fitSize([mapSize.width, mapSize.height], whole)).digits(1);
  return new Map(
    known.map(({ code, boundary }) => [code, { path: draw(boundary) ?? '', middle: draw.centroid(boundary) }]),
  );
}

/** The same geometry with rings in d3's direction. */
export function rewound(geometry: GeoGeometryObjects): GeoGeometryObjects {
  if (geometry.type === 'Polygon') return { ...geometry, coordinates: geometry.coordinates.map(turned) };
  if (geometry.type !== 'MultiPolygon') return geometry;
  return { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(turned)) };
}

/** Turns a ring into d3's direction: the outer ring clockwise, holes counterclockwise. */
function turned<Point extends readonly (number | undefined)[]>(ring: Point[], index: number): Point[] {
  const twice = ring.reduce((sum, [x = 0, y = 0], at) => {
    const [nextX = 0, nextY = 0] = ring[(at + 1) % ring.length] ?? [];
    return sum + x * nextY - nextX * y;
  }, 0);
  return twice > 0 === (index === 0) ? ring.toReversed() : ring;
}

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The place that an arrow key moves to: the nearest one in that direction; undefined without one, or for another key. */
export function neighbour(
  from: string,
  key: string,
  places: ReadonlyMap<string, Pick<Shape, 'middle'>>,
): string | undefined {
  const way = directions[key];
  const start = places.get(from)?.middle;
  if (!way || !start) return undefined;
  let found: { readonly code: string; readonly far: number } | undefined;
  for (const [code, { middle }] of places) {
    const [x, y] = [middle[0] - start[0], middle[1] - start[1]];
    const ahead = x * way[0] + y * way[1];
    const aside = Math.abs(x * way[1]) + Math.abs(y * way[0]);
    if (code === from || ahead <= 0 || aside > ahead * 1.2) continue;
    const far = Math.hypot(x, y) + aside;
    if (!found || far < found.far) found = { code, far };
  }
  return found?.code;
}
