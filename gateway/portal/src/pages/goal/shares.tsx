import { Bars, type ChartBar } from '../../charts/bars.js';
import { Picture } from '../../charts/picture.js';
import { fieldOf } from '../../hub/field-of.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { day, period as periodIn, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { Absent } from '../../parts/figure.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { Told } from '../../parts/number.js';
import { Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { Panel } from './panel.js';
import { reportedMonth } from './reported-month.js';
import { type Expected, queryOf, type Share } from './share-fields.js';
import { words } from './words.js';

interface Answer {
  readonly goal: {
    readonly progress:
      | (Readonly<Record<string, Share | null | undefined>> & {
          readonly demonstration: boolean;
          readonly completeThrough: string | null;
          readonly people: { readonly lower: number; readonly estimate: number | null } | null;
          readonly contributions: readonly {
            readonly organisation: { readonly code: string };
            readonly state: string;
          }[];
        })
      | null;
  } | null;
}

const expectedQuery = `query Expected($goal: ID!, $language: Language!) {
  goal(code: $goal) { expects { code name(language: $language) linked } }
}`;

interface SharesProps {
  readonly goal: GoalFacts;
  readonly month: string;
}

/** What each organisation contributes: people in one chart, occurrences in another. */
export function Shares({ goal, month }: SharesProps) {
  const { say, language } = useWords(words);
  const { person } = useSession();
  const answer = useAnswer<{ goal: { expects: readonly Expected[] } | null }>(expectedQuery, {
    goal: goal.code,
    language: graphLanguage(language),
  });
  const expected = answer.is === 'answered' ? answer.data.goal?.expects : undefined;
  const figure = { goal: goal.code, period: reportedMonth(goal, month) };
  const numbers = expected && { query: queryOf(expected), variables: figure, figure };
  return (
    <Panel id="shares" title={say('shares')} numbers={numbers}>
      {!person && <AskToSignIn said={say('sharesSignIn')} />}
      {person && <Waiting answer={answer} />}
      {person && expected && <SharesOf goal={goal} month={reportedMonth(goal, month)} expected={expected} />}
    </Panel>
  );
}

/** What an organisation reported, with what became of its report. */
interface Row extends Expected {
  readonly share: Share | null;
  readonly state: string;
}

function SharesOf({ goal, month, expected }: SharesProps & { expected: readonly Expected[] }) {
  const { language } = useWords();
  const answer = useAnswer<Answer>(queryOf(expected), { goal: goal.code, period: month });
  const progress = answer.is === 'answered' ? answer.data.goal?.progress : undefined;
  const rows = expected.map((one): Row => {
    const state = progress?.contributions.find(({ organisation }) => organisation.code === one.code)?.state ?? '';
    return { ...one, share: progress?.[fieldOf(one.code)] ?? null, state };
  });
  return (
    <>
      <Waiting answer={answer} />
      {progress && (
        <>
          <p class="quiet">{periodIn(month, language)}</p>
          <SharesChart goal={goal} month={month} rows={rows} kind="people" distinct={progress.people ?? undefined} />
          <SharesChart goal={goal} month={month} rows={rows} kind="occurrences" />
          <SharesTable rows={rows} />
          <Downloads table="contributions" parameters={{ goal: goal.code, period: month }} />
        </>
      )}
    </>
  );
}

function SharesChart(props: {
  goal: GoalFacts;
  month: string;
  rows: readonly Row[];
  kind: 'people' | 'occurrences';
  distinct?: { readonly lower: number; readonly estimate: number | null } | undefined;
}) {
  const { goal, month, rows, kind, distinct } = props;
  const { say, language } = useWords(words);
  const title = say(kind === 'people' ? 'peopleCounted' : 'occurrences');
  const why = useWhy();
  const shown = kind === 'people' ? rows : rows.filter(({ share }) => !share || share.occurrences !== 0);
  if (shown.length === 0) return <p class="notice">{say('noTurns')}</p>;
  const bars = shown.map((row): ChartBar => {
    const value = row.share?.[kind] ?? null;
    const text =
      value === null ? why(row) : `${whole(value, language)} ${say(kind === 'people' ? 'peopleUnit' : 'turns')}`;
    const how = value === null ? undefined : say('contributionIs');
    return { key: row.code, label: row.name, value, text, organisation: row.code, ...(how && { how }) };
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
        periods={[month]}
        completeThrough={goal.progress?.completeThrough ?? null}
        demonstration={goal.progress?.demonstration ?? false}
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

/** Why an organisation has no figure, in words. */
function useWhy(): (row: Row) => string {
  const { say, mean } = useWords(words);
  return ({ share, state, linked }) => {
    if (!linked) return mean('NOT_LINKED');
    if (share?.withdrawn) return say('withdrawn');
    if (state === 'REPORTED' || state === 'LATE' || state === '') return share ? say('notReported') : say('notShown');
    return mean(state);
  };
}

function SharesTable({ rows }: { rows: readonly Row[] }) {
  const { say, mean, language } = useWords(words);
  const why = useWhy();
  const number = (read: (share: Share) => number | null) => (row: Row) => {
    const value = row.share && read(row.share);
    if (value === null) return why(row);
    return (
      <Told how={say('contributionIs')} source={{ organisation: row.code }}>
        {whole(value, language)}
      </Told>
    );
  };
  return (
    <details>
      <summary>{say('chartTable')}</summary>
      <Table
        caption={say('shares')}
        rows={rows}
        keyOf={({ code }) => code}
        columns={[
          { head: say('organisation'), isHead: true, cell: ({ name }) => name },
          { head: `${say('people')}: ${say('atLeastHead')}`, isNumber: true, cell: number(({ people }) => people) },
          { head: say('atMostHead'), isNumber: true, cell: number(({ atMost }) => atMost) },
          { head: say('turnsHead'), isNumber: true, cell: number(({ occurrences }) => occurrences) },
          { head: say('state'), cell: ({ state, linked }) => mean(linked ? state : 'NOT_LINKED') },
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
