import { useMemo } from 'preact/hooks';
import { useAddress } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { progressFields, rankFields } from '../../hub/progress.js';
import { useSession } from '../../hub/session.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { choose, fileParameters, readChoice, type Row } from './league.js';
import { defaultAgainst, LeagueFilters } from './league-filters.js';
import { LeagueMap } from './league-map.js';
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
  const { say } = useWords(words);
  const { state } = useAddress();
  const choice = readChoice(state);
  const asked = readMonth(state['against']);
  const against = asked !== '' && asked < month ? asked : defaultAgainst(goal, month);
  const answer = useAnswer<League>(query, {
    ...{ goal: goal.code, period: month, against },
    publication: publication || null,
  });
  const edges = answer.is === 'answered' ? answer.data.goal?.progressByCommune?.edges : undefined;
  const codes = useMemo(() => edges?.map(({ node }) => node.communeCode) ?? [], [edges]);
  const small = useSmallSeries(goal.code, codes, month);
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
          <LeagueMap rows={rows} goal={goal} month={month} />
          <LeagueRows all={edges} rows={rows} choice={choice} goal={goal.code} against={against} small={small} />
        </>
      )}
    </>
  );
}
