import { useMemo } from 'preact/hooks';
import { classOf, limitsOf, type Shown } from './map-classes.js';
import { Legend, Patterns, useLabel } from './map-parts.js';
import { Picture, type PictureProps } from './picture.js';
import { type Bounded, drawn, mapSize } from './shapes.js';

interface StillMapProps extends Omit<PictureProps, 'children'> {
  readonly nodes: readonly Bounded[];
  readonly of: readonly Shown[];
}

/** A static map for reading, printing and download; a table on the page has the same values. */
export function StillMap({ nodes, of, ...picture }: StillMapProps) {
  const shapes = useMemo(() => drawn(nodes), [nodes]);
  const limits = limitsOf(of);
  const labelOf = useLabel();
  const shown = new Set(of.map(({ code }) => code));
  return (
    <Picture {...picture}>
      <div class="map-drawn">
        <svg class="chart" viewBox={`0 0 ${mapSize.width} ${mapSize.height}`} role="img" aria-label={picture.title}>
          <Patterns />
          {[...shapes].map(([code, { path }]) => (shown.has(code) ? null : <path key={code} class="other" d={path} />))}
          {of.map((one) => (
            <path key={one.code} class={classOf(one, limits)} d={shapes.get(one.code)?.path}>
              <title>{labelOf(one)}</title>
            </path>
          ))}
        </svg>
        <Legend limits={limits} values={of} />
      </div>
    </Picture>
  );
}
