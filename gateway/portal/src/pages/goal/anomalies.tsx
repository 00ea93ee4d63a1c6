import { useAnswer } from '../../hub/ask.js';
import { type Progress, progressFields } from '../../hub/progress.js';
import { useSession } from '../../hub/session.js';
import { points, period as periodIn, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Figure } from '../../parts/figure.js';
import { SourcedNumber } from '../../parts/number.js';
import { Downloads } from '../../parts/downloads.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { Link } from '../../parts/link.js';
import { Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { Panel } from './panel.js';
import { words } from './words.js';

interface Anomaly {
  readonly rule: 'FELL' | 'MORE_THAN_DENOMINATOR' | 'JUMPED' | 'NOTHING_NEW';
  readonly since: string;
  readonly magnitude: number;
  readonly progress: Progress & { readonly communeCode: string; readonly commune: { readonly name: string } | null };
}

interface Answer {
  readonly goal: {
    readonly anomalies: { readonly totalCount: number; readonly nodes: readonly Anomaly[] } | null;
  } | null;
}

const query = `query Anomalies($goal: ID!) {
  goal(code: $goal) {
    anomalies(first: 50) {
      totalCount
      nodes { rule since magnitude progress { communeCode commune { name } ${progressFields} } }
    }
  }
}`;

/** Unusual figures, with the reasons. */
export function Anomalies({ goal }: { goal: GoalFacts }) {
  const { say } = useWords(words);
  const { person } = useSession();
  const period = goal.progress?.period;
  const figure = period === undefined ? undefined : { goal: goal.code, period };
  return (
    <Panel id="anomalies" title={say('anomalies')} numbers={{ query, variables: { goal: goal.code }, figure }}>
      {person ? <AnomaliesOf goal={goal.code} /> : <AskToSignIn said={say('anomaliesSignIn')} />}
    </Panel>
  );
}

function AnomaliesOf({ goal }: { goal: string }) {
  const { say, mean, language } = useWords(words);
  const answer = useAnswer<Answer>(query, { goal });
  const found = answer.is === 'answered' ? answer.data.goal?.anomalies : undefined;
  const much = ({ rule, magnitude }: Anomaly): string =>
    `${Number.isInteger(magnitude) ? whole(magnitude, language) : points(magnitude, language)} ${say(`by_${rule}`)}`;
  return (
    <>
      <Waiting answer={answer} />
      {answer.is === 'answered' && !found && <p class="notice">{say('notAllowed')}</p>}
      {found?.nodes.length === 0 && <p>{say('noAnomaly')}</p>}
      {found && found.nodes.length > 0 && (
        <>
          {found.totalCount > found.nodes.length && (
            <p class="quiet">{`${found.nodes.length} ${say('shownOf')} ${whole(found.totalCount, language)}`}</p>
          )}
          <Table
            caption={say('anomalies')}
            rows={found.nodes}
            keyOf={({ rule, progress }) => `${rule} ${progress.communeCode}`}
            columns={[
              {
                ...{ head: say('place'), isHead: true },
                cell: ({ progress: { commune, communeCode } }) =>
                  commune ? <Link to={`/communes/${communeCode}`}>{commune.name}</Link> : say('province'),
              },
              { head: say('rule'), cell: ({ rule }) => mean(rule) },
              { head: say('since'), class: 'whole', cell: ({ since }) => periodIn(since, language) },
              {
                head: say('magnitude'),
                cell: (one) => <SourcedNumber how={say(`how_${one.rule}`)}>{much(one)}</SourcedNumber>,
              },
              {
                ...{ head: say('people'), isNumber: true },
                cell: ({ progress }) => {
                  const { commune, communeCode } = progress;
                  const place = commune ? { commune: communeCode } : {};
                  const label = commune?.name ?? say('province');
                  return <Figure of={progress} goal={goal} {...place} label={label} what="people" />;
                },
              },
            ]}
          />
          <Downloads table="anomalies" parameters={{ goal }} />
        </>
      )}
    </>
  );
}
