import { monthsBefore, monthsBetween, share, shortMonth } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { apart, pathThrough, ticksTo } from './scale.js';
import { useWidth } from './width.js';

/** One line of a chart: a place over some months. */
export interface ChartLine {
  readonly key: string;
  readonly label: string;
  /** A share for each month; null where there is none. */
  readonly values: readonly (number | null)[];
  /** At which months it is told otherwise than the month before: the line is broken there. */
  readonly breaks?: readonly number[];
  /** The last month that everyone has reported; later ones carry its figures on. */
  readonly completeIn: string | undefined;
  readonly forecast?: Forecast | undefined;
  /** Which kind of line it is; that of its place among the lines unless told. `many` are thin and alike, `picked` stands out of these. */
  readonly kind?: number | 'many' | 'picked';
}

/** The class that a line is drawn by, and its entry in a legend. */
export function lineClass({ kind }: Pick<ChartLine, 'kind'>, index: number): string {
  return `line-${kind ?? index}`;
}

/** Where a line leads: a share by a day, and the interval that it lies in. */
export interface Forecast {
  readonly by: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

interface LinesProps {
  readonly title: string;
  readonly months: readonly string[];
  readonly lines: readonly ChartLine[];
  /** The target of each month; null where none was laid down. */
  readonly targets: readonly (number | null)[];
  readonly height?: number;
  /** Months before which something else was counted: a stroke across the chart, with what changed. */
  readonly marks?: readonly { readonly month: string; readonly label: string }[];
  /** Whether the axis goes up to the target, however far above the lines it is. */
  readonly toTarget?: boolean;
}

/** Where the parts of a chart stand. */
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly right: number;
  readonly bottom: number;
  readonly ticks: readonly number[];
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

const [left, top] = [46, 22];

/** Months along the bottom, shares up the side: lines told apart by colour, dash and name, with target and forecast. */
export function Lines(props: LinesProps) {
  const { title, months, lines, targets, marks = [] } = props;
  const { say } = useWords();
  const { place, width } = useWidth();
  const frame = frameOf(props, width);
  const target = targets.findLast((value) => value !== null) ?? null;
  return (
    <div class="lines" ref={place}>
      <svg
        class="chart"
        width={width}
        height={frame.height}
        viewBox={`0 0 ${width} ${frame.height}`}
        role="img"
        aria-label={`${title}: ${lines
          .filter(({ kind }) => kind !== 'many')
          .map(({ label }) => label)
          .join(', ')}. ${say('seriesTable')}.`}
      >
        <Axes frame={frame} months={months} lines={lines} />
        {target !== null && <TargetLine frame={frame} targets={targets} target={target} />}
        {marks.map(({ month, label }) => (
          <MarkAt key={month} frame={frame} at={months.indexOf(month) - 0.5} label={label} />
        ))}
        {lines.map((line, index) => (
          <ForecastOf key={line.key} frame={frame} line={line} months={months} index={index} />
        ))}
        {drawnOrder(lines).map(({ line, index }) => (
          <LineOf key={line.key} frame={frame} line={line} months={months} index={index} />
        ))}
        <EndLabels frame={frame} lines={lines} />
      </svg>
    </div>
  );
}

/** The lines in the order in which they are drawn: those that are alike below the others. */
function drawnOrder(lines: readonly ChartLine[]): readonly { readonly line: ChartLine; readonly index: number }[] {
  const all = lines.map((line, index) => ({ line, index }));
  return [...all.filter(({ line }) => line.kind === 'many'), ...all.filter(({ line }) => line.kind !== 'many')];
}

function frameOf({ months, lines, targets, height = 300, toTarget = true }: LinesProps, width: number): Frame {
  const target = Math.max(0, ...targets.filter((value) => value !== null));
  const reached = lines.flatMap(({ values, forecast }) => [
    ...values.filter((value) => value !== null),
    ...(forecast ? [forecast.value, forecast.upper] : []),
  ]);
  const ticks = ticksTo(Math.max(toTarget ? target : 0, ...reached), height < 200 ? 2 : 4);
  const last = Math.max(months.length - 1, ...lines.map(({ forecast }) => forecastAt(forecast, months)));
  const hasForecast = lines.some(({ forecast }) => forecast);
  const right = width - Math.min(width * 0.34, (lines.length > 1 ? 190 : 64) + (hasForecast ? 56 : 0));
  const bottom = height - 24;
  const most = ticks.at(-1) ?? 1;
  return {
    ...{ width, height, right, bottom, ticks },
    x: (index) => left + (index * (right - left)) / Math.max(last, 1),
    y: (value) => bottom - (value / most) * (bottom - top),
  };
}

/** At which month, from the first, a forecast ends; a month stands at its last day. */
function forecastAt(forecast: Forecast | undefined, months: readonly string[]): number {
  if (!forecast) return 0;
  const [year = 0, month = 1, day = 1] = forecast.by.split('-').map(Number);
  const share = day / new Date(Date.UTC(year, month, 0)).getUTCDate();
  return monthsBetween(months[0] ?? '', forecast.by.slice(0, 7)) - 1 + share;
}

function Axes({ frame, months, lines }: { frame: Frame; months: readonly string[]; lines: readonly ChartLine[] }) {
  const { language } = useWords();
  const { right, bottom, ticks, x, y } = frame;
  const first = months[0] ?? '';
  const last = Math.ceil(Math.max(months.length - 1, ...lines.map(({ forecast }) => forecastAt(forecast, months))));
  const every = [1, 2, 3, 6, 12].find((step) => (right - left) / (last / step) > 44) ?? 12;
  return (
    <>
      {ticks.map((value) => (
        <g key={value}>
          <line class={value === 0 ? 'axis' : 'grid'} x1={left} x2={right} y1={y(value)} y2={y(value)} />
          <text class="tick" x={left - 6} y={y(value) + 4} text-anchor="end">
            {tickShare(value, ticks, language)}
          </text>
        </g>
      ))}
      {Array.from({ length: last + 1 }, (_, index) =>
        (last - index) % every === 0 ? (
          <text key={index} class="tick" x={x(index)} y={bottom + 17} text-anchor="middle">
            {shortMonth(monthsBefore(first, -index))}
          </text>
        ) : null,
      )}
    </>
  );
}

function tickShare(value: number, ticks: readonly number[], language: 'vi' | 'en'): string {
  const step = (ticks[1] ?? 1) * 100;
  const digits = step >= 1 && Number.isInteger(step) ? 0 : Math.max(1, Math.ceil(-Math.log10(step) - 1e-9) + 1);
  const format = { style: 'percent', maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', format).format(value);
}

function TargetLine(props: { frame: Frame; targets: readonly (number | null)[]; target: number }) {
  const { frame, targets, target } = props;
  const { say, language } = useWords();
  const { right, ticks, x, y } = frame;
  const isOutside = target > (ticks.at(-1) ?? 0) * 1.000_001;
  const label = `${say('target')} ${share(target, language)}`;
  if (isOutside) {
    return (
      <text class="target" x={right} y={11} text-anchor="end">
        {`${label} ↑ ${say('outside')}`}
      </text>
    );
  }
  const points = targets.map((value, index) => [x(index), value === null ? null : y(value)] as const);
  return (
    <>
      <path class="target" d={pathThrough([...points, [right, y(target)]])} />
      <text class="target" x={left + 4} y={y(target) - 4}>
        {label}
      </text>
    </>
  );
}

/** A stroke between two months, and what changed there. */
function MarkAt({ frame: { x, right, bottom }, at, label }: { frame: Frame; at: number; label: string }) {
  // On that side of the stroke where there is room for it.
  const isBefore = x(at) > (left + right) / 2;
  return (
    <g class="mark">
      <path d={`M${x(at).toFixed(1)} ${top}V${bottom}`} />
      <text class="tick" x={x(at) + (isBefore ? -4 : 4)} y={bottom - 6} text-anchor={isBefore ? 'end' : 'start'}>
        {label}
      </text>
    </g>
  );
}

interface PartProps {
  readonly frame: Frame;
  readonly line: ChartLine;
  readonly months: readonly string[];
  readonly index: number;
}

function ForecastOf({ frame: { x, y }, line, months, index }: PartProps) {
  const { forecast, completeIn, values } = line;
  const from = completeIn === undefined ? -1 : months.indexOf(completeIn);
  const value = values[from];
  if (!forecast || value === null || value === undefined) return null;
  const [begin, end] = [`${x(from).toFixed(1)} ${y(value).toFixed(1)}`, x(forecastAt(forecast, months)).toFixed(1)];
  return (
    <>
      <path
        class={`band ${lineClass(line, index)}`}
        d={`M${begin}L${end} ${y(forecast.upper).toFixed(1)}L${end} ${y(forecast.lower).toFixed(1)}Z`}
      />
      <path class={`forecast ${lineClass(line, index)}`} d={`M${begin}L${end} ${y(forecast.value).toFixed(1)}`} />
    </>
  );
}

function LineOf({ frame: { x, y }, line, months, index }: PartProps) {
  const { values, completeIn, breaks = [] } = line;
  const kind = lineClass(line, index);
  const last = values.findLastIndex((value) => value !== null);
  const value = values[last];
  const isOpen = completeIn === undefined || (months[last] ?? '') > completeIn;
  return (
    <>
      <path
        class={`line ${kind}`}
        d={pathThrough(
          values.map((one, at) => [x(at), one === null ? null : y(one)]),
          breaks,
        )}
      />
      {breaks.map((at) => {
        const value = values[at];
        if (value == null) return null;
        return <circle key={at} class={`dot ${kind}`} cx={x(at)} cy={y(value)} r="2.5" />;
      })}
      {value !== null && value !== undefined && (
        <circle class={`dot ${kind}${isOpen ? ' open' : ''}`} cx={x(last)} cy={y(value)} r="3.5" />
      )}
    </>
  );
}

/** The name of each line and where it stands, at its end. */
function EndLabels({ frame, lines }: { frame: Frame; lines: readonly ChartLine[] }) {
  const { language } = useWords();
  const { width, right, bottom, y } = frame;
  const ends = lines.flatMap((line, index) => {
    const { label, values, forecast, kind } = line;
    if (kind === 'many') return [];
    const value = values.findLast((one) => one !== null) ?? null;
    if (value === null) return [];
    const leads = forecast ? ` → ${share(forecast.value, language)}` : '';
    const figures = `${share(value, language)}${leads}`;
    const room = (width - right - 8) / 6.8 - figures.length - 1;
    const text = lines.length > 1 && width >= 480 ? `${cut(label, room)} ${figures}` : figures;
    return [{ kind: lineClass(line, index), text, at: y(forecast?.value ?? value) }];
  });
  const places = apart(
    ends.map(({ at }) => at),
    15,
    top,
    bottom - 2,
  );
  return (
    <>
      {ends.map(({ kind, text }, order) => (
        <text key={order} class={`end ${kind}`} x={right + 8} y={(places[order] ?? 0) + 4}>
          {text}
        </text>
      ))}
    </>
  );
}

function cut(text: string, signs: number): string {
  const most = Math.floor(signs);
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}
