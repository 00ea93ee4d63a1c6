import { useMemo } from 'preact/hooks';
import { classOf, limitsOf, type Shown } from './map-classes.js';
import { Legend, Patterns, useLabel } from './map-parts.js';
import { type Bounded, drawn, mapSize } from './shapes.js';

/** A map to be looked at and to be printed: nothing in it can be chosen, and a table says the same. */
export function StillMap(props: { nodes: readonly Bounded[]; of: readonly Shown[]; label: string }) {
  const { nodes, of, label } = props;
  const shapes = useMemo(() => drawn(nodes), [nodes]);
  const limits = limitsOf(of);
  const labelOf = useLabel();
  const shown = new Set(of.map(({ code }) => code));
  return (
    <div class="map-drawn">
      <svg class="chart" viewBox={`0 0 ${mapSize.width} ${mapSize.height}`} role="img" aria-label={label}>
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
  );
}
