import { useAnswer } from '../hub/ask.js';
import { monthsBefore, period as periodIn, share, whole } from '../language/numbers.js';
import { Absent } from '../parts/figure.js';
import { Waiting } from '../parts/waiting.js';
import { absenceOf, type People } from '../hub/progress.js';
import { useWords } from '../language/words.js';

interface Point {
  readonly period: string;
  readonly ratio: number | null;
  readonly people: Pick<People, 'lower' | 'estimate'> | null;
  readonly contributions: readonly { readonly state: string }[];
}

interface SeriesAnswer {
  readonly goal: Readonly<Record<string, Point | null>> | null;
}

/** Twelve months, each by itself: `series` is priced for thousands of points, which is beyond whoever has not signed in. */
function queryOf(to: string): string {
  const months = Array.from({ length: 12 }, (_, index) => monthsBefore(to, 11 - index));
  const fields = '{ period ratio people { lower estimate } contributions { state } }';
  const points = months.map((month, index) => `m${index}: progress(period: "${month}") ${fields}`);
  return `query Series($goal: ID!) { goal(code: $goal) { ${points.join(' ')} } }`;
}

const width = 320;
const height = 96;
const inset = 6;

/** The last twelve months of the province: a line, and the same as a table. */
export function Series({ goal, to, title }: { goal: string; to: string; title: string }) {
  const { say } = useWords();
  const answer = useAnswer<SeriesAnswer>(queryOf(to), { goal });
  const found = (answer.is === 'answered' && answer.data.goal) || {};
  const points = Object.values(found).filter((point) => point !== null);
  return (
    <div class="series">
      <p class="title">{say('series')}</p>
      <Waiting answer={answer} />
      {points.length > 0 && <Line points={points} title={title} />}
      {points.length > 0 && <SeriesTable points={points} />}
    </div>
  );
}

function Line({ points, title }: { points: readonly Point[]; title: string }) {
  const { language, say } = useWords();
  const shares = points.map(({ ratio }) => ratio);
  const top = Math.max(...shares.map((value) => value ?? 0), 0.0001);
  const x = (index: number): number => inset + (index * (width - 2 * inset)) / Math.max(points.length - 1, 1);
  const y = (value: number): number => height - inset - (value / top) * (height - 2 * inset - 12);
  const path = shares.reduce((drawn, value, index) => {
    if (value === null) return drawn;
    const before = shares[index - 1];
    return `${drawn}${before === null || before === undefined ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  }, '');
  const last = shares.findLastIndex((value) => value !== null);
  const value = shares[last];
  const [first, end] = [points[0], points.at(-1)];
  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}: ${say('lastMonths')}`}>
        <line class="axis" x1={inset} x2={width - inset} y1={height - inset} y2={height - inset} />
        <path class="line" d={path} />
        {value !== null && value !== undefined && (
          <>
            <circle class="dot" cx={x(last)} cy={y(value)} r="3" />
            <text x={x(last)} y={y(value) - 6} text-anchor="end">
              {share(value, language)}
            </text>
          </>
        )}
      </svg>
      <figcaption>
        <span>{first && periodIn(first.period, language)}</span>
        <span>{end && periodIn(end.period, language)}</span>
      </figcaption>
    </figure>
  );
}

function SeriesTable({ points }: { points: readonly Point[] }) {
  const { language, say } = useWords();
  return (
    <details>
      <summary>{say('seriesTable')}</summary>
      <table>
        <caption>{say('series')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('month')}</th>
            <th scope="col" class="number">
              {say('ratio')}
            </th>
            <th scope="col" class="number">
              {say('people')}
            </th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => {
            const { period, ratio } = point;
            const people = point.people?.estimate ?? point.people?.lower;
            return (
              <tr key={period}>
                <th scope="row">{periodIn(period, language)}</th>
                <td class="number">{ratio === null ? <Absent why={absenceOf(point)} /> : share(ratio, language)}</td>
                <td class="number">
                  {people === undefined ? <Absent why={absenceOf(point)} /> : whole(people, language)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
