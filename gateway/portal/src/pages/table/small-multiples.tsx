import { pathThrough, ticksTo } from '../../charts/scale.js';
import { brokenAt, ratioIn } from '../../hub/progress.js';
import { share, shortMonth } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import type { MonthsShown, PlaceRow } from './months-table.js';
import { tableWords } from './words.js';

const [width, height] = [150, 64];

/** A small chart of each place; the charts of a goal have one scale, so they are comparable. */
export function SmallMultiples({ rows, months, hasGoals }: MonthsShown) {
  const { say, language } = useWords(tableWords);
  const goals = [...new Set(rows.map(({ goal }) => goal))];
  if (rows.some(({ known }) => known === 'asking')) {
    return (
      <p class="waiting" role="status">
        {say('asking')}
      </p>
    );
  }
  return (
    <>
      {goals.map((goal) => {
        const ofGoal = rows.filter((row) => row.goal === goal);
        const top = ticksTo(
          Math.max(0, ...ofGoal.flatMap((row) => valuesOf(row, months)).filter((one) => one !== null)),
          2,
        ).at(-1);
        return (
          <section key={goal} data-small={goal} aria-label={`${say('smallOf')}: ${ofGoal[0]?.title ?? goal}`}>
            {hasGoals && <h2>{ofGoal[0]?.title}</h2>}
            <p class="quiet">
              {say('sameScale')} {share(top ?? 1, language)}; {say('monthsFrom')} {shortMonth(months[0] ?? '')}{' '}
              {say('monthsTo')} {shortMonth(months.at(-1) ?? '')}.
            </p>
            <ul class="small-multiples">
              {ofGoal.map((row) => (
                <li key={row.place.code}>
                  <SmallChart row={row} months={months} top={top ?? 1} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function valuesOf({ known, place }: PlaceRow, months: readonly string[]): readonly (number | null)[] {
  if (typeof known === 'string') return [];
  return months.map((month) => ratioIn(known.get(place.code)?.get(month)));
}

function breaksOf({ known, place }: PlaceRow, months: readonly string[]): readonly number[] {
  if (typeof known === 'string') return [];
  return brokenAt(months.map((month) => known.get(place.code)?.get(month)?.isBreak ?? false));
}

function SmallChart({ row, months, top }: { row: PlaceRow; months: readonly string[]; top: number }) {
  const { say, language } = useWords(tableWords);
  const { place } = row;
  const values = valuesOf(row, months);
  const known = values.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  const points = values.map((value, index): [number, number | null] => [
    4 + (index * (width - 12)) / Math.max(months.length - 1, 1),
    value === null ? null : height - 4 - (value / top) * (height - 10),
  ]);
  const breaks = breaksOf(row, months);
  // Each month at a break gets a dot: it has no line if the next month is at a break too.
  const alone = points.filter(([, y], index) => y !== null && breaks.includes(index));
  const end = points.findLast(([, y]) => y !== null);
  return (
    <>
      <p>
        {place.isRoot ? <strong>{place.name}</strong> : <Link to={`/communes/${place.code}`}>{place.name}</Link>}{' '}
        <span class="number">{last === undefined ? say('unknown') : share(last, language)}</span>
      </p>
      {first !== undefined && last !== undefined && (
        <svg
          class="small-multiple"
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`${place.name}: ${share(first, language)} → ${share(last, language)}`}
        >
          <path class="axis" d={`M4 ${height - 4}H${width - 8}`} />
          <path class="line" d={pathThrough(points, breaks)} />
          {alone.map(([x, y]) => (
            <circle key={x} cx={x} cy={y ?? 0} r="1.5" />
          ))}
          {end && <circle cx={end[0]} cy={end[1] ?? 0} r="2.5" />}
        </svg>
      )}
    </>
  );
}
