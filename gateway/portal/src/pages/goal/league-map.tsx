import { geoMercator, geoPath } from 'd3-geo';
import type { GeoGeometryObjects } from 'd3-geo';
import { useMemo } from 'preact/hooks';
import { change, useAddress } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { classLimits, type Row } from './league.js';
import { share } from '../../language/numbers.js';
import { Waiting } from '../../parts/waiting.js';
import { absenceOf } from '../../hub/progress.js';
import { openSource } from '../../parts/says-who.js';
import { useWords } from '../../language/words.js';

interface Boundaries {
  readonly communes: {
    readonly nodes: readonly { readonly code: string; readonly boundary: GeoGeometryObjects | null }[];
  } | null;
}

const query = `query Boundaries { communes(first: 200) { nodes { code boundary } } }`;
const [width, height] = [600, 560];

/** The map of the rows that are shown: drawn only where a person opens it, for boundaries are large. */
export function LeagueMap({ rows, goal }: { rows: readonly Row[]; goal: string }) {
  const { say } = useWords();
  const isOpen = useAddress().state['map'] === '1';
  const toggle = (): void => {
    change({ map: isOpen ? '' : '1' });
  };
  return (
    <div class="map">
      <button type="button" aria-expanded={isOpen} onClick={toggle}>
        {say(isOpen ? 'close' : 'mapShow')}
      </button>
      {isOpen && <OpenMap rows={rows} goal={goal} />}
    </div>
  );
}

function OpenMap({ rows, goal }: { rows: readonly Row[]; goal: string }) {
  const answer = useAnswer<Boundaries>(query, {});
  const nodes = (answer.is === 'answered' && answer.data.communes?.nodes) || [];
  const limits = classLimits(rows.map(({ node }) => node.ratio).filter((ratio) => ratio !== null));
  return (
    <>
      <Waiting answer={answer} />
      {nodes.length > 0 && <Shapes nodes={nodes} rows={rows} limits={limits} goal={goal} />}
      {nodes.length > 0 && <Legend limits={limits} />}
    </>
  );
}

/** Boundaries of the graph run as GeoJSON does; d3 takes rings the other way round for all but the rest of the globe. */
function drawn(nodes: NonNullable<Boundaries['communes']>['nodes']): ReadonlyMap<string, string> {
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

interface ShapesProps {
  readonly nodes: NonNullable<Boundaries['communes']>['nodes'];
  readonly rows: readonly Row[];
  readonly limits: readonly number[];
  readonly goal: string;
}

function Shapes({ nodes, rows, limits, goal }: ShapesProps) {
  const { say, language } = useWords();
  const paths = useMemo(() => drawn(nodes), [nodes]);
  const shown = new Set(rows.map(({ node }) => node.communeCode));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={say('map')}>
      <Patterns />
      {[...paths].map(([code, path]) => (shown.has(code) ? null : <path key={code} class="other" d={path} />))}
      {rows.map(({ node }) => {
        const { communeCode, commune, ratio, period } = node;
        const why = ratio === null ? absenceOf(node) : undefined;
        const said = why ? say(why) : share(ratio ?? 0, language);
        const label = `${commune.name}: ${said}`;
        const open = (): void => {
          openSource({ goal, commune: communeCode, period, label: commune.name });
        };
        return (
          <path
            key={communeCode}
            class={why ?? `class-${limits.filter((limit) => (ratio ?? 0) >= limit).length}`}
            d={paths.get(communeCode)}
            // In SVG, attributes are spelt exactly so.
            tabindex={0}
            role="button"
            aria-label={label}
            onClick={open}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault();
                open();
              }
            }}
          >
            <title>{label}</title>
          </path>
        );
      })}
    </svg>
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

function Legend({ limits }: { limits: readonly number[] }) {
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
