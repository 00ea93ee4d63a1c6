import { useMemo, useRef, useState } from 'preact/hooks';
import { type Answer, useAnswer } from '../hub/ask.js';
import type { Absence } from '../hub/progress.js';
import { share } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { Waiting } from '../parts/waiting.js';
import { classLimits } from './scale.js';
import { type Bounded, drawn, mapSize, neighbour, type Shape } from './shapes.js';

/** What a map shows of a place: a share, or why there is none. */
export interface MapValue {
  readonly code: string;
  readonly name: string;
  readonly ratio: number | null;
  /** Why there is no share. */
  readonly why?: Absence | undefined;
}

interface Boundaries {
  readonly communes: { readonly nodes: readonly Bounded[] } | null;
}

const query = `query Boundaries { communes(first: 200) { nodes { code boundary } } }`;

/** A map of shares with its legend; places without a value are white. `onOpen` says where a place's figure comes from. */
export function ShareMap(props: {
  values: readonly MapValue[];
  title: string;
  onOpen: (value: MapValue, from: Element) => void;
}) {
  const { values, title, onOpen } = props;
  const answer: Answer<Boundaries> & { again: () => void } = useAnswer<Boundaries>(query, {});
  const nodes = answer.is === 'answered' ? answer.data.communes?.nodes : undefined;
  const shapes = useMemo(() => nodes && drawn(nodes), [nodes]);
  const limits = classLimits(values.map(({ ratio }) => ratio).filter((ratio) => ratio !== null));
  return (
    <>
      <Waiting answer={answer} />
      {shapes && (
        <div class="map-drawn">
          <Shapes shapes={shapes} values={values} limits={limits} title={title} onOpen={onOpen} />
          <Legend limits={limits} values={values} />
        </div>
      )}
    </>
  );
}

interface ShapesProps {
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly values: readonly MapValue[];
  readonly limits: readonly number[];
  readonly title: string;
  readonly onOpen: (value: MapValue, from: Element) => void;
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
      onOpen(value, event.target as Element);
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
  value: MapValue;
  path: string | undefined;
  limits: readonly number[];
  isStop: boolean;
  onOpen: (from: Element) => void;
}) {
  const { value, path, limits, isStop, onOpen } = props;
  const { say, language } = useWords();
  if (path === undefined) return null;
  const { code, name, ratio, why } = value;
  const label = `${name}: ${ratio === null ? say(why ?? 'unknown') : share(ratio, language)}`;
  return (
    <path
      class={classOf(value, limits)}
      d={path}
      data-code={code}
      // In SVG, attributes are spelt exactly so.
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

/** Of which class a place is drawn: a step of the shares, or why it has none. */
function classOf({ ratio, why }: MapValue, limits: readonly number[]): string {
  if (ratio === null) return why ?? 'unknown';
  return `class-${limits.filter((limit) => ratio >= limit).length}`;
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

/** What each class means, and how many places it has. */
function Legend({ limits, values }: { limits: readonly number[]; values: readonly MapValue[] }) {
  const { say, language } = useWords();
  const count = (of: string): number => values.filter((value) => classOf(value, limits) === of).length;
  const said = (index: number): string => {
    const [low, high] = [limits[index - 1], limits[index]];
    if (low === undefined) return high === undefined ? say('all') : `${say('below')} ${share(high, language)}`;
    return high === undefined
      ? `${say('above')} ${share(low, language)}`
      : `${share(low, language)} – ${share(high, language)}`;
  };
  const steps = Array.from({ length: limits.length + 1 }, (_, index) => [`class-${index}`, said(index)] as const);
  const absences = (['withheld', 'notReported', 'unknown'] as const).map((why) => [why, say(why)] as const);
  return (
    <div>
      <p class="title">{say('legend')}</p>
      <ul class="legend">
        {[...steps, ...absences].map(([of, words]) => (
          <li key={of}>
            <Swatch of={of} /> <span class="said">{`${words} (${count(of)})`}</span>
          </li>
        ))}
      </ul>
      <p class="quiet">
        <small>{say('legendHow')}</small>
      </p>
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
