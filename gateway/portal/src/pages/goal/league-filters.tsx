import { monthsBefore, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Choose, Filters, Seek } from '../../parts/choose.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import type { Choice, Row } from './league.js';
import { monthsSince } from './period.js';
import { reportedMonth } from './reported-month.js';
import { words } from './words.js';

/** Default month of comparison: the month before the last one with all reports. */
export function defaultAgainst(goal: GoalFacts, month: string): string {
  return monthsBefore(reportedMonth(goal, month), 1);
}

interface FiltersProps {
  readonly all: readonly Row[];
  readonly choice: Choice;
  readonly goal: GoalFacts;
  readonly month: string;
  readonly against: string;
}

/** Filters of the table and the map of communes, and the month of comparison. */
export function LeagueFilters({ all, choice, goal, month, against }: FiltersProps) {
  const { say, mean, language } = useWords(words);
  const of = (read: (row: Row) => string | null) =>
    [...new Set(all.map(read).filter((value) => value !== null))]
      .toSorted()
      .map((value) => [value, mean(value)] as const);
  const earlier = [...new Set([against, ...monthsSince(goal.startsOn, monthsBefore(month, 1))])];
  return (
    <Filters>
      <Seek name="name" label={say('name')} value={choice.name} hint={say('nameHint')} />
      <Choose name="type" label={say('type')} value={choice.type} of={of(({ node }) => node.commune.type)} />
      <Choose name="area" label={say('area')} value={choice.area} of={of(({ node }) => node.commune.area)} />
      <Choose name="status" label={say('state')} value={choice.status} of={of(({ node }) => node.status)} />
      <Choose
        name="against"
        label={say('against')}
        value={against}
        usual={null}
        of={earlier
          .toSorted()
          .toReversed()
          .map((value) => [value, periodIn(value, language)] as const)}
      />
    </Filters>
  );
}
