import { isInForceOn, type SubgraphContext } from '@hub/kit';
import { keptLoader } from '../kept/kept-loader.js';
import { HeadlineRule } from './headline.entity.js';

/** The rule of a goal's headline, from a day until a day. */
export interface Headline {
  readonly goalCode: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly rule: HeadlineRule;
}

const loader = keptLoader<'all', Headline[]>(async (keys, em) => {
  const rows = await em.execute<Headline[]>(
    `select goal_code as "goalCode", valid_from::text as "validFrom", valid_until::text as "validUntil", rule from headline`,
  );
  return keys.map(() => rows);
});

/** The goals whose headline does not follow the default rule. */
export function allHeadlines(context: SubgraphContext): Promise<Headline[]> {
  return loader(context).load('all');
}

/** The rule of a goal on a day. */
export function headlineRuleOn(headlines: readonly Headline[], goalCode: string, day: string): HeadlineRule {
  const own = headlines.find((one) => one.goalCode === goalCode && isInForceOn(one, day));
  return own?.rule ?? HeadlineRule.ALL_REPORTED;
}
