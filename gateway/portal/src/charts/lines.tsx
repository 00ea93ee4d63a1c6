import { shortMonth } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { type ChartLine, lineClass } from './chart-line.js';
import { EndLabels } from './end-labels.js';
import { Axes, MarkAt, TargetLine, Unreported } from './line-axes.js';
import { forecastAt, type Frame, type Framed, frameOf } from './line-frame.js';
import { pathThrough } from './scale.js';
import { useWidth } from './width.js';

interface LinesProps extends Framed {
  readonly title: string;
  /** Months with a change in the counting, each drawn as a vertical mark with a label. */
  readonly marks?: readonly { readonly month: string; readonly label: string }[];
  /** Months that no organisation has reported: hatched. */
  readonly unreported?: readonly string[];
}

/** A line chart of shares by month, with target and forecast. Lines differ in colour, dash and name. */
export function Lines(props: LinesProps) {
  const { title, months, lines, targets, marks = [], unreported = [] } = props;
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
        {unreported.length > 0 && <Unreported frame={frame} at={unreported.map((month) => months.indexOf(month))} />}
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
      {unreported.length > 0 && (
        <p class="quiet">
          <small>
            {say('unreported')}: {unreported.map(shortMonth).join(', ')}.
          </small>
        </p>
      )}
    </div>
  );
}

/** Lines in drawing order: the `many` lines first, so that they lie below the others. */
function drawnOrder(lines: readonly ChartLine[]): readonly { readonly line: ChartLine; readonly index: number }[] {
  const all = lines.map((line, index) => ({ line, index }));
  return [...all.filter(({ line }) => line.kind === 'many'), ...all.filter(({ line }) => line.kind !== 'many')];
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
