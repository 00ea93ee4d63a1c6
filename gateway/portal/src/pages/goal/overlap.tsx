import { Bars, type ChartBar } from '../../charts/bars.js';
import { Picture } from '../../charts/picture.js';
import { useAnswer } from '../../hub/ask.js';
import type { People } from '../../hub/progress.js';
import { graphLanguage } from '../../language/language.js';
import { range, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { SourcedNumber } from '../../parts/number.js';
import { Downloads } from '../../parts/downloads.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import type { NoEstimate } from '../../hub/source.js';
import { dataOf, Panel } from './panel.js';
import { words } from './words.js';

interface Pair {
  readonly first: { readonly code: string; readonly name: string };
  readonly second: { readonly code: string; readonly name: string };
  readonly people: People & { readonly noEstimate: NoEstimate | null };
}

interface Answer {
  readonly goal: { readonly overlap: readonly Pair[] | null } | null;
}

const query = `query Overlap($goal: ID!, $period: Period, $language: Language!) {
  goal(code: $goal) {
    overlap(period: $period) {
      first { code name(language: $language) } second { code name(language: $language) }
      people { lower upper estimate interval { lower upper } noEstimate }
    }
  }
}`;

/** Number of people reached by both of two organisations, with its interval. */
export function Overlap({ goal, month }: { goal: GoalFacts; month: string }) {
  const { say, language } = useWords(words);
  const variables = { goal: goal.code, period: month, language: graphLanguage(language) };
  const answer = useAnswer<Answer>(query, variables);
  const pairs = answer.is === 'answered' ? answer.data.goal?.overlap : undefined;
  return (
    <Panel
      id="overlap"
      title={say('overlap')}
      numbers={{ query, variables, figure: { goal: goal.code, period: month } }}
      data={dataOf(goal, month)}
    >
      <Waiting answer={answer} />
      {pairs === null && <p class="notice">{say('failed')}</p>}
      {pairs?.length === 0 && <p class="notice">{say('noOverlap')}</p>}
      {pairs && pairs.length > 0 && <Pairs goal={goal} month={month} pairs={pairs} />}
    </Panel>
  );
}

function Pairs({ goal, month, pairs }: { goal: GoalFacts; month: string; pairs: readonly Pair[] }) {
  const { say, language } = useWords(words);
  const nameOf = ({ first, second }: Pair): string => `${first.name} – ${second.name}`;
  const said = ({ people: { estimate, upper, lower, noEstimate } }: Pair): string => {
    if (estimate !== null) return `${say('about')} ${whole(estimate, language)} ${say('peopleUnit')}`;
    const most = upper === null ? say('unknown') : `${range(lower, upper, language)} ${say('peopleUnit')}`;
    return noEstimate ? `${most} (${say(`none_${noEstimate}`)})` : most;
  };
  const bars = pairs.map((pair): ChartBar => {
    const { estimate, upper, interval } = pair.people;
    const isBound = estimate === null;
    return {
      ...{ key: `${pair.first.code} ${pair.second.code}`, label: nameOf(pair), text: said(pair) },
      ...{ value: estimate ?? upper, isBound, interval: isBound ? null : interval, how: say('overlapIs') },
    };
  });
  return (
    <>
      <p class="quiet">
        <small>{say('overlapIntro')}</small>
      </p>
      <Picture
        name={`overlap-${goal.code}`}
        title={`${goal.title}: ${say('overlap').toLowerCase()}`}
        {...dataOf(goal, month)}
        remark={say('overlapIntro')}
      >
        <Bars title={say('overlap')} bars={bars} />
      </Picture>
      <details>
        <summary>{say('chartTable')}</summary>
        <Table
          caption={say('overlap')}
          rows={pairs}
          keyOf={({ first, second }) => `${first.code} ${second.code}`}
          columns={[
            { head: say('pair'), isHead: true, cell: nameOf },
            { head: say('people'), cell: (pair) => <SourcedNumber how={say('overlapIs')}>{said(pair)}</SourcedNumber> },
            {
              ...{ head: say('interval'), isNumber: true },
              cell: ({ people: { interval } }) =>
                interval ? (
                  <SourcedNumber how={say('overlapIs')}>
                    {range(interval.lower, interval.upper, language)}
                  </SourcedNumber>
                ) : (
                  say('unknown')
                ),
            },
          ]}
        />
      </details>
      <Downloads table="overlap" parameters={{ goal: goal.code, period: month }} />
    </>
  );
}
