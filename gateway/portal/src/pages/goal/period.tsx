import { monthsTo } from '../../charts/months.js';
import { Choose } from '../../parts/choose.js';
import { monthsBetween, period as periodIn, thisMonth } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { words } from './words.js';

/** The month in an address; empty without a valid one. */
export function readMonth(text: string | undefined): string {
  return /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text ?? '') ? (text ?? '') : '';
}

/** The months from a goal's first month to another, latest first. */
export function monthsSince(startsOn: string, to: string): readonly string[] {
  return monthsTo(to, monthsBetween(startsOn.slice(0, 7), to) + 1).toReversed();
}

/** Selects the month of the page's figures: the headline's by default, or any month that has begun. */
export function PeriodChoice(props: { value: string; startsOn: string; headline: string }) {
  const { value, startsOn, headline } = props;
  const { say, language } = useWords(words);
  return (
    <form
      class="filters period"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Choose
        name="period"
        label={say('period')}
        value={value}
        usual={`${say('headline')} ${periodIn(headline, language)}`}
        of={monthsSince(startsOn, thisMonth()).map((month) => [month, periodIn(month, language)] as const)}
      />
    </form>
  );
}
