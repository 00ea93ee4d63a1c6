import type { ComponentChildren } from 'preact';
import { boundedIn, useBoundaries } from '../../charts/map-parts.js';
import type { Bounded } from '../../charts/shapes.js';
import { StillMap } from '../../charts/still-map.js';
import { useAnswer } from '../../hub/ask.js';
import { absenceOf, progressFields, rankFields } from '../../hub/progress.js';
import type { Publication, PublishedGoal } from '../../hub/publication.js';
import { useSession } from '../../hub/session.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { Figure, Interval, Sourced, Status } from '../../parts/figure.js';
import { Facts } from '../../parts/goal-facts.js';
import { RankShown } from '../../parts/rank.js';
import { type Column, Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import type { Row } from '../goal/league.js';
import { saysWhoWords } from '../../parts/says-who-words.js';
import { reportWords } from './words.js';

interface League {
  readonly goal: { readonly progressByCommune: { readonly edges: readonly Row[] } | null } | null;
}

const query = `query CommunesAsPublished($goal: ID!, $period: Period!, $publication: ID!) {
  goal(code: $goal) {
    progressByCommune(
      first: 500, period: $period, publication: $publication, orderBy: { field: RATIO, direction: DESC }
    ) {
      edges {
        ${rankFields}
        node { communeCode commune { name type area predecessors { name } } ${progressFields} }
      }
    }
  }
}`;

interface Props {
  readonly of: readonly PublishedGoal[];
  readonly publication: Publication;
}

/** Figures of each goal; for signed-in people also its map and its communes. */
export function GoalsOfReport({ of, publication }: Props) {
  const { person } = useSession();
  if (person) return <WithCommunes of={of} publication={publication} />;
  return (
    <>
      {of.map((goal) => (
        <Goal key={goal.code} of={goal} publication={publication} />
      ))}
      <AskToSignIn />
    </>
  );
}

function WithCommunes({ of, publication }: Props) {
  const boundaries = useBoundaries();
  const nodes = boundedIn(boundaries);
  return (
    <>
      <Waiting answer={boundaries} />
      {of.map((goal) => (
        <Goal key={goal.code} of={goal} publication={publication}>
          <Communes of={goal} publication={publication} nodes={nodes} />
        </Goal>
      ))}
    </>
  );
}

function Goal(props: { of: PublishedGoal; publication: Publication; children?: ComponentChildren }) {
  const { of, publication, children } = props;
  return (
    <section id={`goal-${of.code}`} class="goal" data-goal={of.code} aria-labelledby={`title-${of.code}`}>
      <h2 id={`title-${of.code}`}>{of.title}</h2>
      <Facts of={of} publication={publication.id} />
      {children}
    </section>
  );
}

function Communes(props: { of: PublishedGoal; publication: Publication; nodes: readonly Bounded[] }) {
  const { of, publication, nodes } = props;
  const { say } = useWords({ ...saysWhoWords, ...reportWords });
  const { id, period } = publication;
  const answer = useAnswer<League>(query, { goal: of.code, period, publication: id });
  const edges = answer.is === 'answered' ? answer.data.goal?.progressByCommune?.edges : undefined;
  const shown = (edges ?? []).map(({ node }) => {
    const { communeCode: code, commune, ratio } = node;
    return { code, name: commune.name, ratio, why: absenceOf(node) };
  });
  return (
    <>
      <Waiting answer={answer} />
      {answer.is === 'answered' && !edges && <p class="notice">{say('notAllowed')}</p>}
      {edges && nodes.length > 0 && (
        <StillMap
          nodes={nodes}
          of={shown}
          name={`map-${of.code}-${id}`}
          title={`${say('mapOf')}: ${of.title}`}
          periods={[period]}
          completeThrough={of.progress?.completeThrough ?? null}
          demonstration={of.progress?.demonstration ?? false}
          remark={`${say('asPublished')} ${id}`}
        />
      )}
      {edges && (
        <>
          <Downloads
            table="league-table"
            formats={['xlsx', 'csv', 'geojson']}
            parameters={{ goal: of.code, period, publication: id }}
          />
          <CommuneTable rows={edges} goal={of} publication={id} />
        </>
      )}
    </>
  );
}

function CommuneTable({ rows, goal, publication }: { rows: readonly Row[]; goal: PublishedGoal; publication: string }) {
  const { say, mean } = useWords(reportWords);
  const asked = ({
    node: {
      communeCode: commune,
      commune: { name: label },
      period,
    },
  }: Row) => {
    return { goal: goal.code, commune, label, publication, period };
  };
  const figure = (row: Row) => ({ ...asked(row), of: row.node });
  const columns: readonly Column<Row>[] = [
    {
      head: say('rank'),
      isNumber: true,
      cell: (row) =>
        row.rank && (
          <Sourced {...asked(row)} what="rank" rank={row.rank}>
            <RankShown rank={row.rank} />
          </Sourced>
        ),
    },
    { head: say('commune'), isHead: true, cell: ({ node }) => node.commune.name },
    { head: say('area'), cell: ({ node }) => node.commune.area && mean(node.commune.area) },
    { head: say('ratio'), isNumber: true, cell: (row) => <Figure {...figure(row)} what="ratio" /> },
    { head: say('people'), isNumber: true, cell: (row) => <Figure {...figure(row)} what="people" /> },
    { head: say('interval'), isNumber: true, cell: (row) => <Interval {...figure(row)} /> },
    {
      head: say('gapPeople'),
      isNumber: true,
      cell: (row) => <Figure {...figure(row)} what="gap" />,
    },
    { head: say('state'), cell: ({ node }) => <Status value={node.status} /> },
  ];
  return (
    <Table
      caption={`${say('communesCaption')}: ${goal.title}`}
      columns={columns}
      rows={rows}
      keyOf={({ node }) => node.communeCode}
      overEachSheet={goal.title}
    />
  );
}
