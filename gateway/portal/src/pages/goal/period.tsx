import { monthsTo } from '../../charts/months.js';
import { Choose } from '../../parts/choose.js';
import { monthsBetween, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { words } from './words.js';

/** A month as an address names it; nothing where it names none. */
export function readMonth(text: string | undefined): string {
  return /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text ?? '') ? (text ?? '') : '';
}

/** The months from the one that a goal began in to another, the latest first. */
export function monthsSince(startsOn: string, to: string): readonly string[] {
  return monthsTo(to, monthsBetween(startsOn.slice(0, 7), to) + 1).toReversed();
}

/** Chooses of which month the page's figures are. */
export function PeriodChoice({ value, startsOn, now }: { value: string; startsOn: string; now: string }) {
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
        usual={`${say('toDate')} (${periodIn(now, language)})`}
        of={monthsSince(startsOn, now).map((month) => [month, periodIn(month, language)] as const)}
      />
    </form>
  );
}
