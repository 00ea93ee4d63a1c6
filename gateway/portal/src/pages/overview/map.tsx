import { boundedIn, useBoundaries } from '../../charts/map-parts.js';
import type { Bounded } from '../../charts/shapes.js';
import { StillMap } from '../../charts/still-map.js';
import type { Shown } from '../../charts/map-classes.js';
import { useAddress } from '../../frame/address.js';
import { type Answer, useAnswer } from '../../hub/ask.js';
import { absenceOf, type Absence, type Progress, reportFields } from '../../hub/progress.js';
import { useSession } from '../../hub/session.js';
import { share } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Choose } from '../../parts/choose.js';
import { Downloads } from '../../parts/downloads.js';
import { Absent } from '../../parts/figure.js';
import { Link } from '../../parts/link.js';
import { NumbersFrom, SourcedNumber } from '../../parts/number.js';
import { type DataFacts, DataOf } from '../../parts/source-line.js';
import { Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { overviewWords } from './words.js';

interface Goal {
  readonly code: string;
  readonly title: string;
}

/** The map of a selected goal: by commune for signed-in people, otherwise by kind of area. */
export function MapOfGoal({ goals }: { goals: readonly Goal[] }) {
  const { say } = useWords(overviewWords);
  const { person } = useSession();
  const chosen = useAddress().state['goal'] ?? '';
  const goal = goals.find(({ code }) => code === chosen) ?? goals[0];
  if (!goal) return null;
  return (
    <section class="panel overview-map" aria-labelledby="map">
      <h2 id="map">{say('mapTitle')}</h2>
      <div class="filters">
        <Choose
          name="goal"
          label={say('mapOf')}
          value={goal.code}
          usual={null}
          of={goals.map(({ code, title }) => [code, title] as const)}
        />
      </div>
      {person ? <ByCommunes key={goal.code} goal={goal} /> : <ByAreas key={goal.code} goal={goal} />}
    </section>
  );
}

/** Period and completeness of the figures, for the map's picture and its file. */
interface OfFigures {
  readonly period: string;
  readonly completeThrough: string | null;
  readonly demonstration: boolean;
}

const ofFigures = 'progress { period completeThrough demonstration }';

const communesQuery = `query MapOfGoal($goal: ID!) {
  goal(code: $goal) {
    ${ofFigures}
    progressByCommune(first: 500) { nodes { communeCode period ratio commune { name } ${reportFields} } }
  }
}`;

interface Communes {
  readonly goal: {
    readonly progress: OfFigures | null;
    readonly progressByCommune: {
      readonly nodes: readonly (Pick<Progress, 'period' | 'ratio' | 'contributions'> & {
        readonly communeCode: string;
        readonly commune: { readonly name: string };
      })[];
    } | null;
  } | null;
}

function ByCommunes({ goal }: { goal: Goal }) {
  const { say } = useWords(overviewWords);
  const answer = useAnswer<Communes>(communesQuery, { goal: goal.code });
  const found = answer.is === 'answered' ? answer.data.goal : null;
  const nodes = found?.progressByCommune?.nodes ?? [];
  const shown = nodes.map((node): Shown => ({
    code: node.communeCode,
    name: node.commune.name,
    ratio: node.ratio,
    why: absenceOf(node),
  }));
  return (
    <>
      <Drawn answer={answer} of={shown} goal={goal} figures={found?.progress} />
      {nodes.length > 0 && (
        <Downloads
          table="league-table"
          formats={['xlsx', 'csv', 'geojson']}
          parameters={{ goal: goal.code, period: found?.progress?.period ?? '' }}
        />
      )}
      {answer.is === 'answered' && nodes.length === 0 && <p class="notice">{say('notAllowed')}</p>}
      <p>
        <Link to={`/goals/${goal.code}`} state={{ map: '1' }}>
          {say('openGoal')}
        </Link>
      </p>
    </>
  );
}

function Drawn(props: {
  answer: Answer<unknown> & { again: () => void };
  of: readonly Shown[];
  goal: Goal;
  figures: OfFigures | null | undefined;
}) {
  const { answer, of, goal, figures } = props;
  const boundaries = useBoundaries();
  const nodes = boundedIn(boundaries);
  return (
    <>
      <Waiting answer={answer} />
      <Waiting answer={boundaries} />
      {nodes.length > 0 && of.length > 0 && figures && <GoalMap nodes={nodes} of={of} goal={goal} figures={figures} />}
    </>
  );
}

/** The map of a goal's figures. */
function GoalMap(props: { nodes: readonly Bounded[]; of: readonly Shown[]; goal: Goal; figures: OfFigures }) {
  const { nodes, of, goal, figures } = props;
  const { say } = useWords(overviewWords);
  return (
    <StillMap
      nodes={nodes}
      of={of}
      name={`map-${goal.code}`}
      title={`${say('mapTitle')}: ${goal.title}`}
      {...dataOf(figures)}
    />
  );
}

function dataOf({ period, completeThrough, demonstration }: OfFigures): DataFacts {
  return { periods: [period], completeThrough, demonstration };
}

const areasQuery = `query MapByAreas($goal: ID!) {
  goal(code: $goal) { ${ofFigures} breakdown(by: AREA) { groups { group ratio noEstimate } } }
}`;

interface Areas {
  readonly goal: {
    readonly progress: OfFigures | null;
    readonly breakdown: { readonly groups: readonly Group[] } | null;
  } | null;
}

interface Group {
  readonly group: string;
  readonly ratio: number | null;
  readonly noEstimate: string | null;
}

function ByAreas({ goal }: { goal: Goal }) {
  const { say, mean, language } = useWords(overviewWords);
  const answer = useAnswer<Areas>(areasQuery, { goal: goal.code });
  const boundaries = useBoundaries();
  const found = answer.is === 'answered' ? answer.data.goal : null;
  const groups = found?.breakdown?.groups ?? [];
  const period = found?.progress?.period;
  const figure = period === undefined ? undefined : { goal: goal.code, period };
  const numbers = { query: areasQuery, variables: { goal: goal.code }, figure };
  const isKnown = groups.some(({ ratio }) => ratio !== null);
  const shown = boundedIn(boundaries).flatMap(({ code, area }): Shown[] => {
    const group = groups.find((one) => one.group === area);
    return group && area ? [{ code, name: mean(area), ratio: group.ratio, why: whyNot(group) }] : [];
  });
  return (
    <>
      <Waiting answer={answer} />
      <Waiting answer={boundaries} />
      {groups.length > 0 && !isKnown && (
        <p class="notice">
          {say('areaUnknown')}{' '}
          {say(groups.some(({ noEstimate }) => noEstimate === 'TOO_FEW') ? 'tooFew' : 'countsOnly')}
        </p>
      )}
      {isKnown && (
        <>
          <p class="intro">{say('byAreas')}</p>
          {shown.length > 0 && found?.progress && (
            <GoalMap nodes={boundedIn(boundaries)} of={shown} goal={goal} figures={found.progress} />
          )}
          <NumbersFrom value={numbers}>
            <DataOf value={found?.progress ? dataOf(found.progress) : undefined}>
              <Table
                caption={say('areasCaption')}
                columns={[
                  { head: say('area'), isHead: true, cell: ({ group }: Group) => mean(group) },
                  {
                    head: say('ratio'),
                    isNumber: true,
                    cell: (group) =>
                      group.ratio === null ? (
                        <Absent why={whyNot(group)} />
                      ) : (
                        <SourcedNumber how={say('areaIs')}>{share(group.ratio, language)}</SourcedNumber>
                      ),
                  },
                ]}
                rows={groups}
                keyOf={({ group }) => group}
              />
            </DataOf>
          </NumbersFrom>
          <Downloads table="breakdown" parameters={{ goal: goal.code, by: 'AREA', period: period ?? '' }} />
        </>
      )}
      <AskToSignIn />
    </>
  );
}

/** Why a group has no share: the figure is withheld if the sketch of the group has too few people. */
function whyNot({ noEstimate }: Group): Absence {
  return noEstimate === 'TOO_FEW' ? 'withheld' : 'unknown';
}
