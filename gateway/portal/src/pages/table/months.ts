import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../hub/ask.js';
import { type Progress, reportFields } from '../../hub/progress.js';

/** A place's share in each month, with the reason for a missing one. */
export type MonthsOf = ReadonlyMap<string, Month>;

interface Month extends Pick<Progress, 'ratio' | 'contributions'> {
  /** Whether the number is not comparable with the month before. */
  readonly isBreak: boolean;
}

/** The months of a goal's places, by place code. */
export type MonthsOfGoal = ReadonlyMap<string, MonthsOf> | 'asking' | 'failed';

interface Answer {
  readonly goal: {
    readonly series:
      | readonly {
          readonly communeCode: string;
          readonly points: readonly {
            readonly period: string;
            readonly isBreak: boolean;
            readonly progress: Pick<Progress, 'ratio' | 'contributions'>;
          }[];
        }[]
      | null;
  } | null;
}

const points = `{ communeCode points { period isBreak progress { ratio ${reportFields} } } }`;

/** Query of the months of places; without places, the province's. */
export const monthsQuery = `query MonthsOfPlaces($goal: ID!, $places: [ID!], $from: Period!, $to: Period!) {
  goal(code: $goal) { series(places: $places, from: $from, to: $to) ${points} }
}`;

/** Query of the province's months, which are public. */
export const provinceQuery = `query MonthsOfProvince($goal: ID!, $from: Period!, $to: Period!) {
  goal(code: $goal) { series(from: $from, to: $to) ${points} }
}`;

/**
 * Loads the months of places, one request for each goal: the answer for one goal already has the largest allowed size.
 * @param places undefined for the province alone.
 * @param who the caller: a change loads all months again.
 */
export function useMonths(
  goals: readonly string[],
  places: readonly string[] | undefined,
  span: { readonly from: string; readonly to: string },
  who: string,
): ReadonlyMap<string, MonthsOfGoal> {
  const [known, setKnown] = useState<ReadonlyMap<string, MonthsOfGoal>>(new Map());
  const asked = JSON.stringify([goals, places, span, who]);
  useEffect(() => {
    const leaving = new AbortController();
    const learn = (goal: string, months: MonthsOfGoal): void => {
      if (!leaving.signal.aborted) setKnown((before) => new Map(before).set(goal, months));
    };
    setKnown(new Map(goals.map((goal) => [goal, 'asking'])));
    for (const goal of goals) {
      const request =
        places === undefined
          ? ask<Answer>(provinceQuery, { goal, ...span }, leaving.signal)
          : ask<Answer>(monthsQuery, { goal, places, ...span }, leaving.signal);
      request.then(
        ({ goal: found }) => {
          learn(goal, found?.series ? byPlace(found.series) : 'failed');
        },
        () => {
          learn(goal, 'failed');
        },
      );
    }
    return () => {
      leaving.abort();
    };
  }, [asked]);
  return known;
}

function byPlace(series: NonNullable<NonNullable<Answer['goal']>['series']>): ReadonlyMap<string, MonthsOf> {
  return new Map(
    series.map(({ communeCode, points: of }) => [
      communeCode,
      new Map(of.map(({ period, isBreak, progress }) => [period, { ...progress, isBreak }])),
    ]),
  );
}
