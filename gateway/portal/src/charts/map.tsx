import { geoMercator, geoPath } from 'd3-geo';
import type { GeoGeometryObjects } from 'd3-geo';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { type Answer, useAnswer } from '../hub/ask.js';
import { share } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { classOf, limitsOf, type Shown } from './map-classes.js';

/** A commune as the map draws it. */
export interface Bounded {
  readonly code: string;
  readonly area: string | null;
  readonly boundary: GeoGeometryObjects | null;
}

/** The communes and their boundaries; open to everyone. */
export interface Boundaries {
  readonly communes: { readonly nodes: readonly Bounded[] } | null;
}

const query = `query Boundaries { communes(first: 200) { nodes { code area boundary } } }`;
const [width, height] = [600, 560];

/** Asks for the boundaries, which are large: only where a map is drawn. */
export function useBoundaries(): Answer<Boundaries> & { again: () => void } {
  return useAnswer<Boundaries>(query, {});
}

/** The boundaries of an answer; none while there is no answer. */
export function boundedIn(answer: Answer<Boundaries>): readonly Bounded[] {
  return (answer.is === 'answered' && answer.data.communes?.nodes) || [];
}

/** Boundaries of the graph run as GeoJSON does; d3 takes rings the other way round for all but the rest of the globe. */
export function drawn(nodes: readonly Bounded[]): ReadonlyMap<string, string> {
  const known = nodes.flatMap(({ code, boundary }) => (boundary ? [{ code, boundary: rewound(boundary) }] : []));
  const whole = { type: 'GeometryCollection', geometries: known.map(({ boundary }) => boundary) } as never;
  const draw = geoPath(geoMercator().fitSize([width, height], whole)).digits(1);
  return new Map(known.map(({ code, boundary }) => [code, draw(boundary) ?? '']));
}

/** The same geometry with its rings as d3 has them. */
export function rewound(geometry: GeoGeometryObjects): GeoGeometryObjects {
  if (geometry.type === 'Polygon') return { ...geometry, coordinates: geometry.coordinates.map(turned) };
  if (geometry.type !== 'MultiPolygon') return geometry;
  return { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(turned)) };
}

/** The outer ring clockwise, holes the other way: as d3 has it. */
function turned<Point extends readonly (number | undefined)[]>(ring: Point[], index: number): Point[] {
  const twice = ring.reduce((sum, [x = 0, y = 0], at) => {
    const [nextX = 0, nextY = 0] = ring[(at + 1) % ring.length] ?? [];
    return sum + x * nextY - nextX * y;
  }, 0);
  return twice > 0 === (index === 0) ? ring.toReversed() : ring;
}

/** What a map says of a place: its name and its share, or why it has none. */
export function useLabel(): (shown: Shown) => string {
  const { say, language } = useWords();
  return ({ name, ratio, why }) => `${name}: ${ratio === null ? say(why) : share(ratio, language)}`;
}

/** The frame of a map: communes that are not among the `shown` are blank, and what is drawn of these is given. */
export function MapFrame(props: {
  nodes: readonly Bounded[];
  shown: ReadonlySet<string>;
  role: 'img' | 'group';
  label: string;
  draw: (paths: ReadonlyMap<string, string>) => ComponentChildren;
}) {
  const { nodes, shown, role, label, draw } = props;
  const paths = useMemo(() => drawn(nodes), [nodes]);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role={role} aria-label={label}>
      <Patterns />
      {[...paths].map(([code, path]) => (shown.has(code) ? null : <path key={code} class="other" d={path} />))}
      {draw(paths)}
    </svg>
  );
}

/** A map to be looked at and to be printed: nothing in it can be chosen, and a table says the same. */
export function StillMap(props: { nodes: readonly Bounded[]; of: readonly Shown[]; label: string }) {
  const { nodes, of, label } = props;
  const limits = limitsOf(of);
  const labelOf = useLabel();
  return (
    <div class="map">
      <MapFrame
        nodes={nodes}
        shown={new Set(of.map(({ code }) => code))}
        role="img"
        label={label}
        draw={(paths) =>
          of.map((one) => (
            <path key={one.code} class={classOf(one, limits)} d={paths.get(one.code)}>
              <title>{labelOf(one)}</title>
            </path>
          ))
        }
      />
      <Legend limits={limits} />
    </div>
  );
}

function Patterns() {
  return (
    <defs>
      <pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" class="ground" />
        <rect width="2" height="6" class="stroke" />
      </pattern>
      <pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" class="ground" />
        <circle cx="3" cy="3" r="1.2" class="stroke" />
      </pattern>
    </defs>
  );
}

/** What the classes of a map mean. */
export function Legend({ limits }: { limits: readonly number[] }) {
  const { say, language } = useWords();
  const said = (index: number): string => {
    const [low, high] = [limits[index - 1], limits[index]];
    if (low === undefined) return high === undefined ? say('all') : `${say('below')} ${share(high, language)}`;
    return high === undefined
      ? `${say('above')} ${share(low, language)}`
      : `${share(low, language)} – ${share(high, language)}`;
  };
  return (
    <div class="legend">
      <p>{say('legend')}</p>
      <ul>
        {Array.from({ length: limits.length + 1 }, (_, index) => (
          <li key={index}>
            <Swatch of={`class-${index}`} /> {said(index)}
          </li>
        ))}
        {(['withheld', 'notReported', 'unknown'] as const).map((why) => (
          <li key={why}>
            <Swatch of={why} /> {say(why)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Swatch({ of }: { of: string }) {
  return (
    <svg class="swatch" viewBox="0 0 24 14" aria-hidden="true">
      <rect class={of} x="0.5" y="0.5" width="23" height="13" />
    </svg>
  );
}
