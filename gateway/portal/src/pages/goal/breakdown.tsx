import { Bars, type ChartBar } from '../../charts/bars.js';
import { Picture } from '../../charts/picture.js';
import { useAddressOf } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import type { People } from '../../hub/progress.js';
import { graphLanguage } from '../../language/language.js';
import { between, points, range, share, whole } from '../../language/numbers.js';
import { Choose } from '../../parts/choose.js';
import { useWords } from '../../language/words.js';
import { Absent } from '../../parts/figure.js';
import { SourcedNumber } from '../../parts/number.js';
import { Downloads } from '../../parts/downloads.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import type { NoEstimate } from '../../hub/source.js';
import { dataOf, Panel } from './panel.js';
import { SumsOfCommunes } from './sums-of-communes.js';
import { words } from './words.js';

interface Group {
  readonly group: string;
  readonly region: { readonly name: string } | null;
  readonly people: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly noEstimate: NoEstimate | null;
  readonly denominator: number | null;
  readonly ratio: number | null;
}

interface Gap {
  readonly points: number;
  readonly interval: { readonly lower: number; readonly upper: number };
  readonly highest: string;
  readonly lowest: string;
}

interface Answer {
  readonly goal: {
    readonly breakdown: {
      readonly groups: readonly Group[];
      readonly gap: Gap | null;
    } | null;
  } | null;
}

const query = `query Breakdown($goal: ID!, $by: BreakdownBy!, $period: Period, $language: Language!) {
  goal(code: $goal) {
    breakdown(by: $by, period: $period) {
      groups {
        group region { name(language: $language) } people interval { lower upper } noEstimate denominator ratio
      }
      gap { points interval { lower upper } highest lowest }
    }
  }
}`;

const kinds = ['SEX', 'AGE_BAND', 'AREA', 'TYPE', 'REGION'] as const;

/** The province's people by group, and the gap between the groups. */
export function Breakdown({ goal, month }: { goal: GoalFacts; month: string }) {
  const { say, mean, language } = useWords(words);
  const asked = useAddressOf(({ state }) => state['by']);
  const by = kinds.find((kind) => kind === asked) ?? 'SEX';
  const variables = { goal: goal.code, by, period: month, language: graphLanguage(language) };
  const answer = useAnswer<Answer>(query, variables);
  const found = answer.is === 'answered' ? answer.data.goal?.breakdown : undefined;
  return (
    <Panel
      id="breakdown"
      title={say('breakdown')}
      numbers={{ query, variables, figure: { goal: goal.code, period: month } }}
      data={dataOf(goal, month)}
    >
      <div class="filters">
        <Choose
          name="by"
          label={say('groupBy')}
          value={by}
          usual={null}
          of={kinds.map((kind) => [kind, mean(kind)] as const)}
        />
      </div>
      <Waiting answer={answer} />
      {answer.is === 'answered' && !found && <p class="notice">{say('failed')}</p>}
      {found && (
        <Groups by={by} goal={goal} month={month} title={`${say('breakdown')}: ${mean(by).toLowerCase()}`} {...found} />
      )}
      {found && (by === 'AREA' || by === 'TYPE') && isOfCounts(found.groups) && (
        <SumsOfCommunes goal={goal.code} month={month} by={by} />
      )}
      {found && <Downloads table="breakdown" parameters={{ goal: goal.code, by, period: month }} />}
    </Panel>
  );
}

/** Whether groups have no figure because the organisations report counts by commune, without sketches to combine. */
function isOfCounts(groups: readonly Group[]): boolean {
  return groups.length > 0 && groups.every(({ noEstimate }) => noEstimate === 'COUNTS_ONLY');
}

type GroupsProps = NonNullable<NonNullable<Answer['goal']>['breakdown']> & {
  readonly goal: GoalFacts;
  readonly month: string;
  readonly title: string;
  readonly by: (typeof kinds)[number];
};

function Groups({ goal, month, title, groups, gap, by }: GroupsProps) {
  const { say, mean, language } = useWords(words);
  const nameOf = (code: string): string => groups.find(({ group }) => group === code)?.region?.name ?? mean(code);
  // Shows shares if any group has one, because numbers of people in groups of different size are not comparable.
  const hasShares = groups.some(({ ratio }) => ratio !== null);
  const bars = groups.map((one): ChartBar => {
    const { group, people, ratio, interval, denominator } = one;
    const per = hasShares ? denominator : 1;
    const value = hasShares ? ratio : people;
    const counted = people === null ? '' : `${whole(people, language)} ${say('peopleUnit')}`;
    const text = value === null ? whyOf(one, say, by) : hasShares ? `${share(value, language)} · ${counted}` : counted;
    const within = value !== null &&
      interval &&
      per !== null && { lower: interval.lower / per, upper: interval.upper / per };
    return { key: group, label: nameOf(group), value, text, interval: within || null, how: say('groupIs') };
  });
  const digits = gap && gap.points < 1 ? 2 : 1;
  return (
    <>
      <p>
        {say('gapBetween')}:{' '}
        {gap ? (
          <>
            <strong class="gap">
              <SourcedNumber how={say('groupGapIs')} name={say('gapBetween')}>
                {`${points(gap.points, language, digits)} ${say('pointsUnit')}`}
              </SourcedNumber>
            </strong>
            {', '}
            <SourcedNumber how={say('groupGapIs')} name={say('gapBetween')}>
              {between(
                points(gap.interval.lower, language, digits),
                points(gap.interval.upper, language, digits),
                language,
              )}
            </SourcedNumber>
            {` (${say('highest')}: ${nameOf(gap.highest)}; ${say('lowest')}: ${nameOf(gap.lowest)})`}
          </>
        ) : (
          say('noGap')
        )}
      </p>
      <Picture name={`breakdown-${goal.code}`} title={`${goal.title}: ${title.toLowerCase()}`} {...dataOf(goal, month)}>
        <Bars title={title} bars={bars} />
      </Picture>
      <SumOfGroups groups={groups} of={goal.progress?.people ?? null} />
      <GroupTable title={title} groups={groups} nameOf={nameOf} by={by} />
    </>
  );
}

/** Explains why the sum of the groups differs from the whole: each number is estimated and rounded separately. */
function SumOfGroups({ groups, of }: { groups: readonly Group[]; of: People | null }) {
  const { say, language } = useWords(words);
  const known = groups.flatMap(({ people }) => people ?? []);
  if (of === null || known.length < groups.length || groups.length === 0) return null;
  const sum = known.reduce((all, one) => all + one, 0);
  const ofWhole = of.estimate ?? of.lower;
  if (sum === ofWhole) return null;
  return (
    <p class="quiet" data-sum={sum}>
      <small>
        {say('sumIs')} {whole(sum, language)} {say('peopleUnit')}; {say('wholeIs')} {whole(ofWhole, language)}.{' '}
        {say('sumWhy')}
      </small>
    </p>
  );
}

/**
 * Why a group has no figure. An organisation that reports counts by commune gives no sketches, so its counts cannot be
 * combined.
 */
function whyOf(
  { noEstimate }: Group,
  say: (word: `none_${NoEstimate}` | 'unknown' | 'countsOfCommunes') => string,
  by: (typeof kinds)[number],
): string {
  if (noEstimate === 'COUNTS_ONLY' && by !== 'SEX' && by !== 'AGE_BAND') return say('countsOfCommunes');
  return noEstimate ? say(`none_${noEstimate}`) : say('unknown');
}

function GroupTable(props: {
  title: string;
  groups: readonly Group[];
  nameOf: (code: string) => string;
  by: (typeof kinds)[number];
}) {
  const { title, groups, nameOf, by } = props;
  const { say, language } = useWords(words);
  const told = (how: 'groupIs' | 'groupDenominatorIs', text: string) => (
    <SourcedNumber how={say(how)}>{text}</SourcedNumber>
  );
  return (
    <details>
      <summary>{say('chartTable')}</summary>
      <Table
        caption={title}
        rows={groups}
        keyOf={({ group }) => group}
        columns={[
          { head: say('group'), isHead: true, cell: ({ group }) => nameOf(group) },
          {
            ...{ head: say('people'), isNumber: true },
            cell: (one) => (one.people === null ? whyOf(one, say, by) : told('groupIs', whole(one.people, language))),
          },
          {
            ...{ head: say('interval'), isNumber: true },
            cell: ({ interval }) => interval && told('groupIs', range(interval.lower, interval.upper, language)),
          },
          {
            ...{ head: say('denominator'), isNumber: true },
            cell: ({ denominator }) =>
              denominator === null ? (
                <Absent why="unknown" />
              ) : (
                told('groupDenominatorIs', whole(denominator, language))
              ),
          },
          {
            ...{ head: say('ratio'), isNumber: true },
            cell: ({ ratio }) => (ratio === null ? <Absent why="unknown" /> : told('groupIs', share(ratio, language))),
          },
        ]}
      />
    </details>
  );
}
