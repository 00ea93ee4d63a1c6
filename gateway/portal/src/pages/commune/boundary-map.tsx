import { geoBounds, geoMercator, geoPath, type GeoGeometryObjects } from 'd3-geo';
import { useMemo } from 'preact/hooks';
import { Picture } from '../../charts/picture.js';
import { change, useAddress } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { Waiting } from '../../parts/waiting.js';
import { rewound } from '../../charts/shapes.js';
import { words } from './words.js';

interface Place {
  readonly code: string;
  readonly name: string;
  readonly boundary: GeoGeometryObjects | null;
}

interface Boundaries {
  readonly communes: { readonly nodes: readonly Place[] } | null;
}

const query = `query BoundariesAround($language: Language!) {
  communes(first: 200) { nodes { code name(language: $language) boundary } }
}`;
const [width, height] = [320, 240];

/** Map of a commune and its neighbours. Boundaries are large, so they load only when a person opens the map. */
export function BoundaryMap({ code, name }: { code: string; name: string }) {
  const { say } = useWords(words);
  const isOpen = useAddress().state['map'] === '1';
  return (
    <div class="map small">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => {
          change({ map: isOpen ? '' : '1' });
        }}
      >
        {say(isOpen ? 'close' : 'mapShow')}
      </button>
      {isOpen && <Around code={code} name={name} />}
    </div>
  );
}

function Around({ code, name }: { code: string; name: string }) {
  const { say, language } = useWords(words);
  const answer = useAnswer<Boundaries>(query, { language: graphLanguage(language) });
  const nodes = answer.is === 'answered' ? answer.data.communes?.nodes : undefined;
  const shapes = useMemo(() => (nodes ? shapesAround(nodes, code) : []), [nodes, code]);
  return (
    <>
      <Waiting answer={answer} />
      {shapes.length > 0 && (
        <Picture name={`map-${code}`} title={`${say('boundary')}: ${name}`} remark={say('hereAndAround')}>
          <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${say('boundary')}: ${name}`}>
            {shapes.map(({ place, path }) => (
              <path key={place.code} class={place.code === code ? 'here' : 'around'} d={path}>
                <title>{place.name}</title>
              </path>
            ))}
          </svg>
          <figcaption>{say('hereAndAround')}</figcaption>
        </Picture>
      )}
    </>
  );
}

/** Shape of a commune, and the shapes of communes within the map's margin. */
function shapesAround(nodes: readonly Place[], code: string) {
  const known = nodes.flatMap((place) => (place.boundary ? [{ place, shape: rewound(place.boundary) }] : []));
  const here = known.find(({ place }) => place.code === code);
  if (!here) return [];
  const margin = 0.35;
  const projection = geoMercator().fitExtent(
    [
      [width * margin, height * margin],
      [width * (1 - margin), height * (1 - margin)],
    ],
    here.shape,
  );
  const draw = geoPath(projection).digits(1);
  const isNear = (shape: GeoGeometryObjects): boolean => {
    const [[west, south], [east, north]] = geoBounds(shape);
    const [left = 0, top = 0] = projection([west, north]) ?? [];
    const [right = 0, bottom = 0] = projection([east, south]) ?? [];
    return right > 0 && left < width && bottom > 0 && top < height;
  };
  const near = known.filter(({ shape, place }) => place.code !== code && isNear(shape));
  return [...near, here].map(({ place, shape }) => ({ place, path: draw(shape) ?? '' }));
}
