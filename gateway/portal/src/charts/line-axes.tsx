import { monthsBefore, share, shortMonth, tick } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { Patterns } from './map-parts.js';
import type { ChartLine } from './chart-line.js';
import { forecastAt, type Frame, left, top } from './line-frame.js';
import { pathThrough } from './scale.js';

/** Axes of the chart: shares on the vertical one, months on the horizontal one. */
export function Axes({
  frame,
  months,
  lines,
}: {
  frame: Frame;
  months: readonly string[];
  lines: readonly ChartLine[];
}) {
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
  return tick(value, digits, language);
}

/** The target of each month as a line, or as text if the target is above the chart. */
export function TargetLine(props: { frame: Frame; targets: readonly (number | null)[]; target: number }) {
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

/** Hatched months without a report. */
export function Unreported({ frame: { x, right, bottom }, at }: { frame: Frame; at: readonly number[] }) {
  const half = (x(1) - x(0)) / 2;
  return (
    <>
      <Patterns />
      {at.map((index) => {
        const [from, to] = [Math.max(x(index) - half, left), Math.min(x(index) + half, right)];
        return <rect key={index} class="notReported" x={from} y={top} width={to - from} height={bottom - top} />;
      })}
    </>
  );
}

/** A vertical mark between two months, with a label for the change. */
export function MarkAt({ frame: { x, right, bottom }, at, label }: { frame: Frame; at: number; label: string }) {
  // The label is on the side of the mark with more room.
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
