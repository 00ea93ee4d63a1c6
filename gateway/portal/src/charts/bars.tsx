import type { ComponentChildren } from 'preact';
import { useWords } from '../language/words.js';
import { useIsTold, useNumberSource } from '../parts/number.js';
import { useWidth } from './width.js';

/** A bar of a chart. */
export interface ChartBar {
  readonly key: string;
  readonly label: string;
  /** How long it is; null where there is no figure. */
  readonly value: number | null;
  /** Its figure in words, or why there is none. */
  readonly text: string;
  /** In which interval its value lies: drawn as a line across its end. */
  readonly interval?: { readonly lower: number; readonly upper: number } | null | undefined;
  /** Whether it is only a bound: drawn with an open end. */
  readonly isBound?: boolean;
  /** How its figure comes about, where something says where it comes from. */
  readonly how?: string;
  /** The organisation whose number it is, where the bars are of several. */
  readonly organisation?: string;
}

const letter = 7.2;

/** A label in lines that fit; only a word that is wider than the chart runs over. */
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

/** Bars below one another, all from zero and on one scale. */
export function Bars(props: { title: string; bars: readonly ChartBar[]; most?: number; children?: ComponentChildren }) {
  const { title, bars, most } = props;
  const { place, width } = useWidth(480);
  const isTold = useIsTold();
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
        role={isTold ? 'group' : 'img'}
        aria-label={isTold ? title : `${title}. ${bars.map(({ label, text }) => `${label}: ${text}`).join('; ')}`}
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

/** A bar's figure: where something says where it comes from, it opens that. */
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
      {/* So much of it can be hit as of a button. */}
      <rect class="hit" x={0} y={y - 18} width={text.length * letter} height={24} />
      <text class="value" x={0} y={y}>
        {text}
      </text>
    </g>
  );
}

/** Where each bar stands: as high as its label is long. */
function placed(bars: readonly ChartBar[], width: number) {
  let y = 0;
  return bars.map((bar) => {
    const lines = linesOf(bar.label, width);
    const begin = y;
    y += 31 + lines.length * 15;
    return { bar, lines, y: begin, end: y };
  });
}
