import { isInForceOn, type SubgraphContext } from '@hub/kit';
import { keptLoader } from '../kept/kept-loader.js';

/** The smallest denominator at which a goal judges a place, from a day until a day. */
interface VerdictBound {
  readonly goalCode: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly leastDenominator: number;
}

/** Returns the smallest denominator at which a goal judges a place, on a day; 0 if none is set. */
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

/** The smallest denominators of all goals. */
export function leastDenominators(context: SubgraphContext): Promise<LeastDenominator> {
  return loader(context).load('all');
}
