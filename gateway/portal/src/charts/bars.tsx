import type { ComponentChildren } from 'preact';
import { useWords } from '../language/words.js';
import { useHasSource, useNumberSource } from '../parts/number.js';
import { useWidth } from './width.js';

/** A bar of a chart. */
export interface ChartBar {
  readonly key: string;
  readonly label: string;
  /** Length of the bar; null without a figure. */
  readonly value: number | null;
  /** The figure in words, or the reason why it is missing. */
  readonly text: string;
  /** The interval of the value, drawn as a line across the bar's end. */
  readonly interval?: { readonly lower: number; readonly upper: number } | null | undefined;
  /** Whether the value is only a bound, drawn with an open end. */
  readonly isBound?: boolean;
  /** Explanation of the figure, for a chart with sources. */
  readonly how?: string;
  /** The organisation of the number, if the bars belong to several. */
  readonly organisation?: string;
}

const letter = 7.2;

/** Breaks a label into lines that fit; only a word wider than the chart overflows. */
function linesOf(label: string, width: number): readonly string[] {
  const most = Math.max(12, Math.floor(width / letter));
  const lines: string[] = [];
  for (const word of label.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && `${line} ${word}`.length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Horizontal bars, one below the other, on one scale from zero. */
export function Bars(props: { title: string; bars: readonly ChartBar[]; most?: number; children?: ComponentChildren }) {
  const { title, bars, most } = props;
  const { place, width } = useWidth(480);
  const hasSource = useHasSource();
  const top = most ?? Math.max(1e-9, ...bars.flatMap(({ value, interval }) => [value ?? 0, interval?.upper ?? 0]));
  const rows = placed(bars, width);
  const height = (rows.at(-1)?.end ?? 0) + 2;
  const x = (value: number): number => 1 + (Math.min(value, top) / top) * (width - 4);
  return (
    <div class="bars" ref={place}>
      <svg
        class="chart"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role={hasSource ? 'group' : 'img'}
        aria-label={hasSource ? title : `${title}. ${bars.map(({ label, text }) => `${label}: ${text}`).join('; ')}`}
      >
        {rows.map(({ bar, lines, y, end }) => (
          <g key={bar.key}>
            {lines.map((line, index) => (
              <text key={line} class="label" x={0} y={y + 14 + index * 15}>
                {line}
              </text>
            ))}
            <Value of={bar} y={end - 16} />
            <rect class="track" x={1} y={end - 11} width={width - 4} height={7} />
            {bar.value !== null && (
              <rect
                class={bar.isBound ? 'bound' : 'reached'}
                x={1}
                y={end - 11}
                width={Math.max(x(bar.value) - 1, 0)}
                height={7}
              />
            )}
            {bar.interval && (
              <path
                class="whisker"
                d={[
                  ...[bar.interval.lower, bar.interval.upper].map((at) => `M${x(at).toFixed(1)} ${end - 13}v11`),
                  `M${x(bar.interval.lower).toFixed(1)} ${end - 7.5}H${x(bar.interval.upper).toFixed(1)}`,
                ].join('')}
              />
            )}
          </g>
        ))}
      </svg>
    </div>
  );
}

/** The figure of a bar; opens its source if the chart has sources. */
function Value({ of: { label, text, how, organisation }, y }: { of: ChartBar; y: number }) {
  const { say } = useWords();
  const open = useNumberSource();
  if (!open || how === undefined) {
    return (
      <text class="value" x={0} y={y}>
        {text}
      </text>
    );
  }
  const choose = (from: SVGElement): void => {
    open({ text, how, name: label, ...(organisation !== undefined && { source: { organisation } }) }, from);
  };
  return (
    <g
      class="told"
      role="button"
      tabindex={0}
      aria-haspopup="dialog"
      aria-label={`${label}: ${text}. ${say('saysWho')}`}
      onClick={({ currentTarget }) => {
        choose(currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose(event.currentTarget);
      }}
    >
      {/* The area that reacts to a click, as large as a button. */}
      <rect class="hit" x={0} y={y - 18} width={text.length * letter} height={24} />
      <text class="value" x={0} y={y}>
        {text}
      </text>
    </g>
  );
}

/** Vertical positions of the bars; a bar's height depends on the lines of its label. */
function placed(bars: readonly ChartBar[], width: number) {
  let y = 0;
  return bars.map((bar) => {
    const lines = linesOf(bar.label, width);
    const begin = y;
    y += 31 + lines.length * 15;
    return { bar, lines, y: begin, end: y };
  });
}
