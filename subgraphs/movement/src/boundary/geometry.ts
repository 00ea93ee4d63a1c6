/** Longitude and latitude in degrees (WGS 84). */
export type Position = readonly [number, number];

/** A closed line: its last position is its first. */
type Ring = readonly Position[];

/** The outer ring, and a ring for each hole. */
type Rings = readonly Ring[];

/** A boundary as RFC 7946 has it. */
export type Geometry =
  | { readonly type: 'Polygon'; readonly coordinates: Rings }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly Rings[] };

/** The most positions of one boundary: the boundaries of a province fit into one answer. */
export const mostPositions = 5000;

/** Positions are kept to a hundred-thousandth of a degree, about a metre. */
const roundedTo = 1e5;

/** Says what is wrong with a geometry. */
export class GeometryFault extends Error {}

/**
 * Reads a boundary from the text of a GeoJSON geometry. Positions are rounded each by itself, so that neighbours keep
 * the same ones on their common border; rings turn as RFC 7946 wants: outer ones counterclockwise, holes clockwise.
 * @throws GeometryFault that says what was expected, what came and where.
 */
export function readGeometry(text: string): Geometry {
  const { type, coordinates } = readObject(text);
  const count = { positions: 0 };
  if (type === 'Polygon') return { type, coordinates: readRings(coordinates, 'coordinates', count) };
  if (type === 'MultiPolygon') {
    const polygons = listOf(coordinates, 'coordinates', 'polygons');
    return { type, coordinates: polygons.map((one, index) => readRings(one, `coordinates[${index}]`, count)) };
  }
  throw new GeometryFault(`expected the type Polygon or MultiPolygon, got ${described(type)}`);
}

function readObject(text: string): { readonly type?: unknown; readonly coordinates?: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new GeometryFault('expected JSON, got another text');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new GeometryFault(`expected a GeoJSON object, got ${described(value)}`);
}

function readRings(value: unknown, where: string, count: { positions: number }): Rings {
  return listOf(value, where, 'rings').map((ring, index) => {
    const read = readRing(ring, `${where}[${index}]`, count);
    return turnsLeft(read) === (index === 0) ? read : read.toReversed();
  });
}

function readRing(value: unknown, where: string, count: { positions: number }): Ring {
  const given = listOf(value, where, 'positions');
  count.positions += given.length;
  if (count.positions > mostPositions)
    throw new GeometryFault(`expected at most ${mostPositions} positions, got more, from ${where} on`);
  const ring: Position[] = [];
  for (const [index, one] of given.entries()) {
    const position = readPosition(one, `${where}[${index}]`);
    const former = ring.at(-1);
    if (!former || !isSame(former, position)) ring.push(position);
  }
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last || !isSame(first, last))
    throw new GeometryFault(`expected a closed ring at ${where}, whose last position is its first, got an open one`);
  if (ring.length < 4)
    throw new GeometryFault(`expected a ring of at least 3 different positions at ${where}, got ${ring.length - 1}`);
  return ring;
}

function readPosition(value: unknown, where: string): Position {
  const [longitude, latitude, ...more] = listOf(value, where, 'numbers');
  if (more.length === 0 && isWithin(longitude, 180) && isWithin(latitude, 90))
    return [rounded(longitude), rounded(latitude)];
  throw new GeometryFault(
    `expected a longitude of -180 to 180 and a latitude of -90 to 90 at ${where}, got ${described(value)}`,
  );
}

function listOf(value: unknown, where: string, of: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new GeometryFault(`expected a list of ${of} at ${where}, got ${described(value)}`);
}

function isWithin(value: unknown, bound: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= bound;
}

function rounded(degrees: number): number {
  return Math.round(degrees * roundedTo) / roundedTo;
}

function isSame([x, y]: Position, [otherX, otherY]: Position): boolean {
  return x === otherX && y === otherY;
}

/** Whether a ring runs counterclockwise: the area that it encloses, with its sign, is positive then. */
function turnsLeft(ring: Ring): boolean {
  let twiceTheArea = 0;
  for (const [index, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[index + 1] ?? [x, y];
    twiceTheArea += x * nextY - nextX * y;
  }
  return twiceTheArea > 0;
}

/** A value as JSON, cut off where it is long. */
function described(value: unknown): string {
  const text = value === undefined ? 'nothing' : jsonOf(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // JSON is parsed to any depth, and written to the stack's.
    if (error instanceof RangeError) return 'lists in each other without an end';
    throw error;
  }
}
