import { Bars, type ChartBar } from '../../charts/bars.js';
import { Picture } from '../../charts/picture.js';
import { useAnswer } from '../../hub/ask.js';
import { isNotDue } from '../../hub/progress.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { day, period as periodIn, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { Absent } from '../../parts/figure.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { SourcedNumber } from '../../parts/number.js';
import { Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { dataOf, Panel } from './panel.js';
import { reportedMonth } from './reported-month.js';
import { type Reported, type Share, sharesQuery } from './share-fields.js';
import { words } from './words.js';

interface Answer {
  readonly goal: {
    readonly progress: {
      readonly demonstration: boolean;
      readonly completeThrough: string | null;
      readonly people: { readonly lower: number; readonly estimate: number | null } | null;
      readonly contributions: readonly Reported[];
    } | null;
  } | null;
}

interface SharesProps {
  readonly goal: GoalFacts;
  readonly month: string;
}

/** Each organisation's contribution: people in one chart, occurrences in another. */
export function Shares({ goal, month }: SharesProps) {
  const { say, language } = useWords(words);
  const { person } = useSession();
  const figure = { goal: goal.code, period: reportedMonth(goal, month) };
  const variables = { ...figure, language: graphLanguage(language) };
  const numbers = { query: sharesQuery, variables, figure };
  return (
    <Panel id="shares" title={say('shares')} numbers={numbers} data={dataOf(goal, figure.period)}>
      {!person && <AskToSignIn said={say('sharesSignIn')} />}
      {person && <SharesOf goal={goal} month={figure.period} />}
    </Panel>
  );
}

function SharesOf({ goal, month }: SharesProps) {
  const { language } = useWords();
  const variables = { goal: goal.code, period: month, language: graphLanguage(language) };
  const answer = useAnswer<Answer>(sharesQuery, variables);
  const progress = answer.is === 'answered' ? answer.data.goal?.progress : undefined;
  const rows = progress?.contributions ?? [];
  return (
    <>
      <Waiting answer={answer} />
      {progress && (
        <>
          <p class="quiet">{periodIn(month, language)}</p>
          <SharesChart goal={goal} month={month} rows={rows} kind="people" distinct={progress.people ?? undefined} />
          <SharesChart goal={goal} month={month} rows={rows} kind="occurrences" />
          <SharesTable month={month} rows={rows} />
          <Downloads table="contributions" parameters={{ goal: goal.code, period: month }} />
        </>
      )}
    </>
  );
}

function SharesChart(props: {
  goal: GoalFacts;
  month: string;
  rows: readonly Reported[];
  kind: 'people' | 'occurrences';
  distinct?: { readonly lower: number; readonly estimate: number | null } | undefined;
}) {
  const { goal, month, rows, kind, distinct } = props;
  const { say, language } = useWords(words);
  const title = say(kind === 'people' ? 'peopleCounted' : 'occurrences');
  const why = useWhy(month);
  const shown = kind === 'people' ? rows : rows.filter(({ share }) => !share || share.occurrences !== 0);
  if (shown.length === 0) return <p class="notice">{say('noTurns')}</p>;
  const bars = shown.map((row): ChartBar => {
    const value = row.share?.[kind] ?? null;
    const text =
      value === null ? why(row) : `${whole(value, language)} ${say(kind === 'people' ? 'peopleUnit' : 'turns')}`;
    const how = value === null ? undefined : say('contributionIs');
    const { code, name } = row.organisation;
    return { key: code, label: name, value, text, organisation: code, ...(how && { how }) };
  });
  const once = distinct && {
    ...{ key: 'distinct', label: say('distinct'), value: distinct.estimate ?? distinct.lower, how: say('distinctIs') },
    text: [
      ...(distinct.estimate === null ? [say('atLeast')] : []),
      ...[whole(distinct.estimate ?? distinct.lower, language), say('peopleUnit')],
    ].join(' '),
  };
  return (
    <>
      <h3>{title}</h3>
      <Picture
        name={`${kind}-${goal.code}`}
        title={`${goal.title}: ${title.toLowerCase()}`}
        {...dataOf(goal, month)}
        remark={say(kind === 'people' ? 'peopleNote' : 'occurrencesNote')}
      >
        <Bars title={title} bars={once ? [once, ...bars] : bars} />
        <p class="quiet">
          <small>{say(kind === 'people' ? 'peopleNote' : 'occurrencesNote')}</small>
        </p>
      </Picture>
    </>
  );
}

/** The reason for an organisation's missing figure, in words. */
function useWhy(month: string): (row: Reported) => string {
  const stateOf = useStateOf(month);
  const { say } = useWords(words);
  return (row) => {
    const { share, state, noShare } = row;
    if (share?.withdrawn) return say('withdrawn');
    if (noShare === 'OUTSIDE_AGREEMENT') return say('notShown');
    if (state === 'REPORTED' || state === 'LATE') return share ? say('notReported') : say('notShown');
    return stateOf(row);
  };
}

/** The state of an organisation's report, in words. */
function useStateOf(month: string): (row: Reported) => string {
  const { say, mean } = useWords();
  return (row) => (isNotDue(row, month) ? say('notDue') : mean(row.state));
}

function SharesTable({ month, rows }: { month: string; rows: readonly Reported[] }) {
  const { say, language } = useWords(words);
  const stateOf = useStateOf(month);
  const why = useWhy(month);
  const number = (read: (share: Share) => number | null) => (row: Reported) => {
    const value = row.share && read(row.share);
    if (value === null) return why(row);
    return (
      <SourcedNumber how={say('contributionIs')} source={{ organisation: row.organisation.code }}>
        {whole(value, language)}
      </SourcedNumber>
    );
  };
  return (
    <details>
      <summary>{say('chartTable')}</summary>
      <Table
        caption={say('shares')}
        rows={rows}
        keyOf={({ organisation }) => organisation.code}
        columns={[
          { head: say('organisation'), isHead: true, cell: ({ organisation }) => organisation.name },
          { head: `${say('people')}: ${say('atLeastHead')}`, isNumber: true, cell: number(({ people }) => people) },
          { head: say('atMostHead'), isNumber: true, cell: number(({ atMost }) => atMost) },
          { head: say('turnsHead'), isNumber: true, cell: number(({ occurrences }) => occurrences) },
          { head: say('state'), cell: stateOf },
          {
            head: say('through'),
            cell: ({ share }) => (share?.through ? day(share.through, language) : <Absent why="notReported" />),
          },
          { head: say('release'), isNumber: true, cell: ({ share }) => share?.release },
        ]}
      />
    </details>
  );
}
