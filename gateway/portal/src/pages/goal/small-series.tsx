import { useEffect, useState } from 'preact/hooks';
import { monthsTo } from '../../charts/months.js';
import { pathThrough } from '../../charts/scale.js';
import { ask } from '../../hub/ask.js';
import { brokenAt, type Progress, ratioIn, reportFields } from '../../hub/progress.js';
import { share } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';

/** A month of a small chart: its share, and whether it is not comparable with the month before. */
export interface SmallMonth {
  readonly ratio: number | null;
  readonly isBreak: boolean;
}

/** The shares of each commune in the last twelve months; `failed` if the request failed. */
export type SmallSeriesOf = ReadonlyMap<string, readonly SmallMonth[]> | 'asking' | 'failed';

interface Answer {
  readonly goal: {
    readonly series:
      | readonly {
          readonly communeCode: string;
          readonly points: readonly {
            readonly isBreak: boolean;
            readonly progress: { readonly ratio: number | null };
          }[];
        }[]
      | null;
    /** The reports of the province's months. */
    readonly reports:
      readonly { readonly points: readonly { readonly progress: Pick<Progress, 'contributions'> }[] }[] | null;
  } | null;
}

const query = `query SmallSeries($goal: ID!, $places: [ID!], $from: Period!, $to: Period!) {
  goal(code: $goal) {
    series(places: $places, from: $from, to: $to) { communeCode points { isBreak progress { ratio } } }
    reports: series(from: $from, to: $to) { points { progress { ${reportFields} } } }
  }
}`;

/** Requests the small charts of all communes after the table, so that they do not delay it. */
export function useSmallSeries(goal: string, codes: readonly string[], to: string): SmallSeriesOf {
  const [small, setSmall] = useState<SmallSeriesOf>('asking');
  useEffect(() => {
    if (codes.length === 0) return undefined;
    const leaving = new AbortController();
    setSmall('asking');
    const months = monthsTo(to, 12);
    ask<Answer>(query, { goal, places: codes, from: months[0], to }, leaving.signal).then(
      (data) => {
        const series = data.goal?.series ?? [];
        const reports = data.goal?.reports?.[0]?.points ?? [];
        const ratioAt = (ratio: number | null, index: number): number | null =>
          ratioIn({ ratio, contributions: reports[index]?.progress.contributions ?? [] });
        const values = series.map(
          ({ communeCode, points }) =>
            [
              communeCode,
              points.map(({ isBreak, progress }, index) => ({ isBreak, ratio: ratioAt(progress.ratio, index) })),
            ] as const,
        );
        if (!leaving.signal.aborted) setSmall(new Map(values));
      },
      () => {
        if (!leaving.signal.aborted) setSmall('failed');
      },
    );
    return () => {
      leaving.abort();
    };
  }, [goal, codes, to]);
  return small;
}

const [width, height] = [76, 20];

/**
 * Small chart of a commune's twelve months in its row. Each has its own scale from zero; its label gives the first and
 * the last share.
 */
export function SmallSeries({ values }: { values: readonly SmallMonth[] | undefined }) {
  const { language } = useWords();
  const known = values?.flatMap(({ ratio }) => ratio ?? []) ?? [];
  const [first, last] = [known[0], known.at(-1)];
  if (!values || first === undefined || last === undefined) return null;
  const top = Math.max(...known, 1e-9);
  const points = values.map(
    ({ ratio }, index) =>
      [
        2 + (index * (width - 6)) / Math.max(values.length - 1, 1),
        ratio === null ? null : height - 2 - (ratio / top) * (height - 5),
      ] as const,
  );
  const breaks = brokenAt(values.map(({ isBreak }) => isBreak));
  const [x, y] = points.findLast(([, at]) => at !== null) ?? [0, 0];
  return (
    <svg
      class="small-series"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${share(first, language)} → ${share(last, language)}`}
    >
      <path d={pathThrough(points, breaks)} />
      <circle cx={x} cy={y ?? 0} r="2" />
    </svg>
  );
}
