import { isNotDue } from '../hub/progress.js';
import type { Contribution, Source } from '../hub/source.js';
import type { Language } from '../language/language.js';
import { day, lastDayOf, period as periodIn, range, whole } from '../language/numbers.js';
import { explainedWords } from './explained-words.js';

/** What the explanation of a figure reads. */
export type Explainable = Pick<Source, 'period' | 'people' | 'contributions' | 'completeThrough' | 'denominator'>;

type ExplainedWord = keyof typeof explainedWords;
type Say = (word: ExplainedWord, filled?: Readonly<Record<string, string>>) => string;

/**
 * Explains a figure in three plain sentences: its bounds, why it is a range, and what would make it more exact. Returns
 * an empty list for a figure without people.
 */
export function explained(of: Explainable, language: Language): readonly string[] {
  const { people, contributions, period } = of;
  if (!people) return [];
  const say: Say = (word, filled = {}) =>
    explainedWords[word][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? '');
  const list = new Intl.ListFormat(language);
  const named = (state: Contribution['state']): string =>
    list.format(
      contributions.flatMap((one) => {
        const { name } = one.organisation;
        if (one.state !== state) return [];
        return isNotDue(one, period) ? say('notDueYet', { name }) : name;
      }),
    );
  const { lower, upper } = people.interval ?? people;
  // An interval that is as wide as the bounds is certain.
  const isLikely = people.method === 'ESTIMATE' && (lower > people.lower || upper !== people.upper);
  const [notYet, withheld, notLinked] = [named('NOT_YET'), named('WITHHELD'), named('NOT_LINKED')];
  const reasons = [
    notYet && say('whyNotYet', { names: notYet, period: periodIn(period, language) }),
    withheld && say('whyWithheld', { names: withheld }),
    notLinked && say('whyNotLinked', { names: notLinked }),
    people.method === 'EXACT' || contributions.length < 2 ? '' : say('whySeveral'),
    say(isLikely ? 'whyNoise' : 'whyRounded'),
  ].filter(Boolean);
  const exact =
    (notYet && say('exactReports', { names: notYet, day: day(lastDayOf(period), language) })) ||
    (withheld && say('exactShared', { names: withheld })) ||
    (notLinked && say('exactLinked', { names: notLinked })) ||
    say(moreExactBy(people));
  return [
    `${reportsOf(of, say, language)}${isLikely ? say('likely') : ''}${boundsOf(of, lower, upper, say, language)}`,
    say('because', { reasons: list.format(reasons) }),
    exact,
  ];
}

/** The reports that the figure rests on, with the last day of complete data. */
function reportsOf({ completeThrough, period }: Explainable, say: Say, language: Language): string {
  const filled = {
    day: completeThrough ? day(completeThrough, language) : '',
    period: periodIn(period, language),
  };
  if (!completeThrough) return say('reportsOfNoDay', filled);
  return say(completeThrough < lastDayOf(period) ? 'reportsSoFar' : 'reportsThrough', filled);
}

function boundsOf(of: Explainable, lower: number, upper: number | null, say: Say, language: Language): string {
  const { value = null, atMost = null } = of.denominator ?? {};
  if (upper === null) return say('noUpper', { lower: whole(lower, language) });
  const filled = { lower: whole(lower, language), upper: whole(upper, language) };
  // The upper bound of few people is rounded up, even above the denominator.
  if (value === null || upper > value) return say('between', filled);
  const all = atMost === null || atMost === value ? whole(value, language) : range(value, atMost, language);
  return say('betweenOf', { ...filled, all });
}

/** What would make a figure of complete reports more exact. */
function moreExactBy({ method, noEstimate }: NonNullable<Source['people']>): ExplainedWord {
  if (noEstimate === 'OTHER_ORGANISATIONS' || noEstimate === 'NOT_YET' || noEstimate === 'TOO_FEW')
    return `exact${noEstimate}`;
  return `exact${method}`;
}
