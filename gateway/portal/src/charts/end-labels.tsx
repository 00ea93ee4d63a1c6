import { share } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { type ChartLine, lineClass } from './chart-line.js';
import { type Frame, top } from './line-frame.js';
import { apart } from './scale.js';

/** The name and the last value of each line, at its end. */
export function EndLabels({ frame, lines }: { frame: Frame; lines: readonly ChartLine[] }) {
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
