import { isInForceOn, type SubgraphContext } from '@hub/kit';
import { keptLoader } from '../kept/kept-loader.js';

/** From how many people on a place is judged by a goal, on days from one until another. */
interface VerdictBound {
  readonly goalCode: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly leastDenominator: number;
}

/** Tells from how many people on a place is judged by a goal, on a day; 0 where nothing is laid down. */
export type LeastDenominator = (goalCode: string, day: string) => number;

const loader = keptLoader<'all', LeastDenominator>(async (keys, em) => {
  const rows = await em.execute<VerdictBound[]>(
    `select goal_code as "goalCode", valid_from::text as "validFrom", valid_until::text as "validUntil",
       least_denominator as "leastDenominator" from verdict_bound`,
  );
  const byGoal = Map.groupBy(rows, ({ goalCode }) => goalCode);
  const least: LeastDenominator = (goalCode, day) =>
    (byGoal.get(goalCode) ?? []).find((bound) => isInForceOn(bound, day))?.leastDenominator ?? 0;
  return keys.map(() => least);
});

/** What is laid down of places that are too small to be judged. */
export function leastDenominators(context: SubgraphContext): Promise<LeastDenominator> {
  return loader(context).load('all');
}
