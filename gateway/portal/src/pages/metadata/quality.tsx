import { useAddressOf } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import type { Language } from '../../language/language.js';
import { decimal, difference, period as periodIn, share, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { SourcedNumber } from '../../parts/number.js';
import { Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { Panel } from '../goal/panel.js';
import { PeriodChoice, readMonth } from '../goal/period.js';
import { qualityWords } from './quality-words.js';

interface Indicator {
  readonly concept: string;
  readonly sims: string;
  readonly unit: 'SHARE' | 'PEOPLE' | 'DAYS' | 'COUNT';
  readonly value: number | null;
  readonly notKnown: string | null;
}

interface Answer {
  readonly goal: {
    readonly quality: {
      readonly month: string;
      readonly indicators: readonly Indicator[];
      readonly communeIndicators?: readonly Indicator[] | null;
    } | null;
  } | null;
}

const fields = 'concept sims unit value notKnown';
const queryOf = (communes: string) => `query Quality($goal: ID!, $period: Period) {
  goal(code: $goal) { quality(month: $period) { month indicators { ${fields} } ${communes} } }
}`;
// An operation that names communes is refused to visitors as a whole.
const [ofWhole, ofCommunes] = [queryOf(''), queryOf(`communeIndicators { ${fields} }`)];

/** The quality report of a goal's figures of a month. */
export function Quality({ goal, startsOn, headline }: { goal: string; startsOn: string; headline: string }) {
  const { say, mean, language } = useWords(qualityWords);
  const chosen = useAddressOf(({ state }) => readMonth(state['period']));
  const month = chosen || headline;
  const { person } = useSession();
  const query = person ? ofCommunes : ofWhole;
  const variables = { goal, period: month };
  const answer = useAnswer<Answer>(query, variables);
  const report = answer.is === 'answered' ? answer.data.goal?.quality : undefined;
  return (
    <Panel id="quality" title={`${say('quality')}: ${periodIn(month, language)}`} numbers={{ query, variables }}>
      <p class="quiet">{say('qualityIntro')}</p>
      <PeriodChoice value={chosen} startsOn={startsOn} headline={headline} />
      <Waiting answer={answer} />
      {report && (
        <Table
          caption={say('quality')}
          rows={[...report.indicators, ...(report.communeIndicators ?? [])].sort(byDimension)}
          keyOf={({ concept }) => concept}
          isRead
          columns={[
            { head: say('concept'), isHead: true, class: 'text', cell: ({ concept }) => mean(concept) },
            { head: say('dimension'), cell: (indicator) => mean(dimensionOf(indicator)) },
            {
              ...{ head: say('number'), isNumber: true },
              cell: (indicator) => {
                const text = textOf(indicator, say, language);
                return text === undefined ? (
                  <span class="quiet">{mean(indicator.notKnown ?? '')}</span>
                ) : (
                  <SourcedNumber how={mean(`how${indicator.concept}`)}>{text}</SourcedNumber>
                );
              },
            },
            { head: say('sims'), cell: ({ sims }) => sims },
          ]}
        />
      )}
    </Panel>
  );
}

const dimensions = ['S.12', 'S.13', 'S.17', 'S.14', 'S.15', 'S.10'];

/** The dimension of a concept: the first two parts of its code. */
function dimensionOf({ sims }: Indicator): string {
  return sims.split('.', 2).join('.');
}

function byDimension(one: Indicator, other: Indicator): number {
  return dimensions.indexOf(dimensionOf(one)) - dimensions.indexOf(dimensionOf(other));
}

type Say = (word: 'day' | 'days' | 'daysLate' | 'daysEarly' | 'onTheDay') => string;

/** A number in the language's notation; undefined where it is not known. */
function textOf({ concept, unit, value }: Indicator, say: Say, language: Language): string | undefined {
  if (value === null) return undefined;
  const days = (count: number) => `${whole(count, language)} ${say(count === 1 ? 'day' : 'days')}`;
  if (concept === 'PUNCTUALITY') {
    if (value === 0) return say('onTheDay');
    return `${say(value > 0 ? 'daysLate' : 'daysEarly')} ${days(Math.abs(value))}`;
  }
  if (concept === 'MEAN_REVISION') return difference(value, language, Number.isInteger(value) ? 0 : 1);
  if (unit === 'SHARE') return share(value, language);
  if (unit === 'DAYS') return days(value);
  return unit === 'PEOPLE' ? decimal(value, language) : whole(value, language);
}
