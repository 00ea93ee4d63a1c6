import { useMemo, useRef, useState } from 'preact/hooks';
import { useWords } from '../language/words.js';
import { Waiting } from '../parts/waiting.js';
import { classOf, limitsOf, type Shown } from './map-classes.js';
import { boundedIn, Legend, Patterns, useBoundaries, useLabel } from './map-parts.js';
import { drawn, mapSize, neighbour, type Shape } from './shapes.js';

/** A map of shares with its legend. Places not in `values` are white; `onOpen` opens the source of a place's figure. */
export function ShareMap(props: {
  values: readonly Shown[];
  title: string;
  onOpen: (value: Shown, from: SVGElement) => void;
}) {
  const { values, title, onOpen } = props;
  const { say } = useWords();
  const answer = useBoundaries();
  const nodes = boundedIn(answer);
  const shapes = useMemo(() => drawn(nodes), [nodes]);
  const limits = limitsOf(values);
  return (
    <>
      <Waiting answer={answer} />
      {shapes.size > 0 && (
        <div class="map-drawn">
          <Shapes shapes={shapes} values={values} limits={limits} title={title} onOpen={onOpen} />
          <Legend limits={limits} values={values} how={say('legendHow')} />
        </div>
      )}
    </>
  );
}

interface ShapesProps {
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly values: readonly Shown[];
  readonly limits: readonly number[];
  readonly title: string;
  readonly onOpen: (value: Shown, from: SVGElement) => void;
}

/** One stop for the Tab key; the arrow keys lead from place to place, Enter opens one. */
function Shapes({ shapes, values, limits, title, onOpen }: ShapesProps) {
  const { say } = useWords();
  const place = useRef<SVGSVGElement>(null);
  const [current, setCurrent] = useState('');
  const shown = new Map(values.map((value) => [value.code, value]));
  const stop = shown.has(current) ? current : (values[0]?.code ?? '');
  const reachable = (): ReadonlyMap<string, Shape> => new Map([...shapes].filter(([code]) => shown.has(code)));
  const press = (event: KeyboardEvent): void => {
    const to = neighbour(stop, event.key, reachable());
    const value = shown.get(stop);
    if (to !== undefined) {
      setCurrent(to);
      place.current?.querySelector<SVGElement>(`[data-code="${to}"]`)?.focus();
    } else if ((event.key === 'Enter' || event.key === ' ') && value) {
      onOpen(value, event.target as SVGElement);
    } else if (!event.key.startsWith('Arrow')) {
      return;
    }
    event.preventDefault();
  };
  return (
    <svg
      class="chart"
      ref={place}
      viewBox={`0 0 ${mapSize.width} ${mapSize.height}`}
      role="group"
      aria-label={`${title}. ${say('mapKeys')}`}
      onKeyDown={press}
    >
      <Patterns />
      {[...shapes].map(([code, { path }]) => (shown.has(code) ? null : <path key={code} class="other" d={path} />))}
      {values.map((value) => (
        <Place
          key={value.code}
          value={value}
          path={shapes.get(value.code)?.path}
          limits={limits}
          isStop={value.code === stop}
          onOpen={(from) => {
            setCurrent(value.code);
            onOpen(value, from);
          }}
        />
      ))}
    </svg>
  );
}

function Place(props: {
  value: Shown;
  path: string | undefined;
  limits: readonly number[];
  isStop: boolean;
  onOpen: (from: SVGElement) => void;
}) {
  const { value, path, limits, isStop, onOpen } = props;
  const labelOf = useLabel();
  if (path === undefined) return null;
  const label = labelOf(value);
  return (
    <path
      class={classOf(value, limits)}
      d={path}
      data-code={value.code}
      // Preact writes SVG attributes exactly as spelt here.
      tabindex={isStop ? 0 : -1}
      role="button"
      aria-label={label}
      onClick={(event) => {
        onOpen(event.currentTarget);
      }}
    >
      <title>{label}</title>
    </path>
  );
}
