import { useMemo } from 'preact/hooks';
import { useAddress } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { hasNoReport, progressFields, rankFields } from '../../hub/progress.js';
import { useSession } from '../../hub/session.js';
import { day, period } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { dataEnd, isBeforeEnd, onceOver, paced } from '../../parts/once-over.js';
import { Downloads } from '../../parts/downloads.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { DataOf } from '../../parts/source-line.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { useColumnRanks } from './column-ranks.js';
import { choose, fileParameters, rankOrderOf, readChoice, type Row } from './league.js';
import { defaultAgainst, LeagueFilters } from './league-filters.js';
import { dataOfRows, LeagueMap } from './league-map.js';
import { LeagueRows } from './league-rows.js';
import { readMonth } from './period.js';
import { useSmallSeries } from './small-series.js';
import { words } from './words.js';

interface League {
  readonly goal: { readonly progressByCommune: { readonly edges: readonly Row[] } | null } | null;
}

const query = `query LeagueTable($goal: ID!, $period: Period, $publication: ID, $against: Period!) {
  goal(code: $goal) {
    progressByCommune(first: 200, period: $period, publication: $publication, orderBy: { field: RATIO, direction: DESC }) {
      edges {
        ${rankFields}
        node {
          communeCode commune { name type area predecessors { name parent { name } } }
          change(from: $against) { people points breaks }
          ${progressFields}
        }
      }
    }
  }
}`;

interface LeagueProps {
  readonly goal: GoalFacts;
  readonly month: string;
  /** Publication to read from; current figures if empty. */
  readonly publication?: string;
}

/** Table of all communes with a map. */
export function LeagueTable(props: LeagueProps) {
  const { say } = useWords();
  const { person } = useSession();
  return (
    <section class="league" aria-labelledby="league">
      <h2 id="league">{say('leagueTable')}</h2>
      {person ? <Communes {...props} /> : <AskToSignIn />}
    </section>
  );
}

function Communes({ goal, month, publication = '' }: LeagueProps) {
  const { say, language } = useWords(words);
  const { state } = useAddress();
  const isOver = isBeforeEnd(month, goal.closing);
  const chosen = readChoice(state);
  // A saved link may name a status that compares with the pace.
  const choice = isOver && paced.includes(chosen.status) ? { ...chosen, status: 'NOT_REACHED' } : chosen;
  const asked = readMonth(state['against']);
  const against = asked !== '' && asked < month ? asked : defaultAgainst(goal, month);
  const answer = useAnswer<League>(query, {
    ...{ goal: goal.code, period: month, against },
    publication: publication || null,
  });
  const found = answer.is === 'answered' ? answer.data.goal?.progressByCommune?.edges : undefined;
  const edges = useMemo(
    () => found?.map((row): Row => ({ ...row, node: onceOver(row.node, goal.closing) })),
    [found, goal.closing],
  );
  // The day is the goal's: it is the same in all rows.
  const end = edges?.[0] ? dataEnd(edges[0].node, goal.closing) : null;
  const until = end ? `${say('until')} ${day(end, language)}` : '';
  const codes = useMemo(() => edges?.map(({ node }) => node.communeCode) ?? [], [edges]);
  const small = useSmallSeries(goal.code, codes, month);
  const repeated = edges?.[0] && hasNoReport(edges[0].node) ? edges[0].node.completeThrough : null;
  const order = rankOrderOf(choice.column);
  const ranks = useColumnRanks(goal.code, month, publication, order);
  const rows = edges && choose(edges, choice);
  return (
    <>
      <Waiting answer={answer} />
      {answer.is === 'answered' && !edges && <p class="notice">{say('notAllowed')}</p>}
      {edges && rows && (
        <>
          <LeagueFilters all={edges} choice={choice} goal={goal} month={month} against={against} />
          <div class="count">
            <p role="status">
              {rows.length} / {edges.length} {say('shown')}
            </p>
            <Downloads
              table="league-table"
              formats={['xlsx', 'csv', 'geojson']}
              parameters={{ ...fileParameters(goal.code, month, choice), publication }}
            />
          </div>
          {!until && repeated && (
            <p class="notice" data-unreported={month}>
              {say('nobodyReported')} {period(month, language)}. {say('leagueUntil')} {say('until')}{' '}
              {day(repeated, language)}.
            </p>
          )}
          {until && (
            <p class="notice" data-until={end}>
              {say('deadlineWas')} {day(goal.deadline, language)}. {say('leagueUntil')} {until};{' '}
              {say(goal.closing?.state === 'LATE_DATA' ? 'laterUnknown' : 'nothingLater')}
            </p>
          )}
          <LeagueMap rows={rows} goal={goal} month={month} />
          <DataOf value={dataOfRows(rows, month)}>
            <LeagueRows
              {...{ all: edges, rows, choice, goal: goal.code, against, small, until }}
              rankedBy={order}
              ranks={order === 'RATIO' ? undefined : ranks}
            />
          </DataOf>
        </>
      )}
    </>
  );
}
