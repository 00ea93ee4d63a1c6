import { Fragment } from 'preact';
import { change, useAddress } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { Downloads } from '../../parts/downloads.js';
import { LeagueMap } from './league-map.js';
import { choose, type Choice, type Column, fileParameters, readChoice, type Row } from './league.js';
import { points, whole } from '../../language/numbers.js';
import { Absent, Figure, Interval, Status } from '../../parts/figure.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { absenceOf, progressFields } from '../../hub/progress.js';
import { useSession } from '../../hub/session.js';
import { useWords, type Word } from '../../language/words.js';

interface League {
  readonly goal: { readonly progressByCommune: { readonly edges: readonly Row[] } | null } | null;
}

const query = `query LeagueTable($goal: ID!, $period: Period) {
  goal(code: $goal) {
    progressByCommune(first: 200, period: $period, orderBy: { field: RATIO, direction: DESC }) {
      edges {
        rank { overall }
        node { communeCode commune { name type area predecessors { name } } ${progressFields} }
      }
    }
  }
}`;

/** Each column that can be ordered by, what it is called, and whether it is of numbers. */
const heads: readonly (readonly [Column, Word, boolean])[] = [
  ['rank', 'rank', true],
  ['name', 'commune', false],
  ['type', 'type', false],
  ['area', 'area', false],
  ['ratio', 'ratio', true],
  ['people', 'people', true],
  ['gapPeople', 'gapPeople', true],
  ['gapPoints', 'gapPoints', true],
  ['status', 'state', false],
];

/** All communes, with a map of the same. */
export function LeagueTable({ goal, period }: { goal: string; period: string }) {
  const { say } = useWords();
  const { person } = useSession();
  return (
    <section class="league" aria-labelledby="league">
      <h2 id="league">{say('leagueTable')}</h2>
      {person ? <Communes goal={goal} period={period} /> : <AskToSignIn />}
    </section>
  );
}

function Communes({ goal, period }: { goal: string; period: string }) {
  const { say } = useWords();
  const choice = readChoice(useAddress().state);
  const answer = useAnswer<League>(query, { goal, period });
  const edges = answer.is === 'answered' ? answer.data.goal?.progressByCommune?.edges : undefined;
  const rows = edges && choose(edges, choice);
  return (
    <>
      <Waiting answer={answer} />
      {answer.is === 'answered' && !edges && <p class="notice">{say('notAllowed')}</p>}
      {edges && rows && (
        <>
          <Filters all={edges} choice={choice} />
          <div class="count">
            <p role="status">
              {rows.length} / {edges.length} {say('shown')}
            </p>
            <Downloads
              table="league-table"
              formats={['xlsx', 'csv', 'geojson']}
              parameters={fileParameters(goal, period, choice)}
            />
          </div>
          <LeagueMap rows={rows} goal={goal} />
          <Table rows={rows} choice={choice} goal={goal} />
        </>
      )}
    </>
  );
}

function Filters({ all, choice }: { all: readonly Row[]; choice: Choice }) {
  const { say } = useWords();
  const of = (read: (row: Row) => string | null): readonly string[] =>
    [...new Set(all.map(read).filter((value) => value !== null))].toSorted();
  return (
    <form
      class="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label>
        {say('name')}
        <input
          type="search"
          value={choice.name}
          placeholder={say('nameHint')}
          onInput={(event) => {
            change({ name: event.currentTarget.value });
          }}
        />
      </label>
      <Choose name="type" label={say('type')} value={choice.type} of={of(({ node }) => node.commune.type)} />
      <Choose name="area" label={say('area')} value={choice.area} of={of(({ node }) => node.commune.area)} />
      <Choose name="status" label={say('state')} value={choice.status} of={of(({ node }) => node.status)} />
    </form>
  );
}

function Choose({ name, label, value, of }: { name: string; label: string; value: string; of: readonly string[] }) {
  const { say, mean } = useWords();
  return (
    <label>
      {label}
      <select
        name={name}
        value={value}
        onChange={(event) => {
          change({ [name]: event.currentTarget.value });
        }}
      >
        <option value="">{say('all')}</option>
        {of.map((one) => (
          <option key={one} value={one}>
            {mean(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Table({ rows, choice, goal }: { rows: readonly Row[]; choice: Choice; goal: string }) {
  const { say } = useWords();
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={say('leagueCaption')}>
      <table class="communes">
        <caption>{say('leagueCaption')}</caption>
        <thead>
          <tr>
            {heads.map(([column, word, isNumber]) => (
              <Fragment key={column}>
                <Head column={column} label={say(word)} isNumber={isNumber} choice={choice} />
                {column === 'people' && (
                  <th scope="col" class="number plain">
                    {say('interval')}
                  </th>
                )}
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Commune key={row.node.communeCode} row={row} goal={goal} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="notice">{say('noneFound')}</p>}
    </div>
  );
}

function Head(props: { column: Column; label: string; isNumber: boolean; choice: Choice }) {
  const { column, label, isNumber, choice } = props;
  const isOrder = choice.column === column;
  const order = (): void => {
    change({ sort: column, dir: isOrder && !choice.descending ? 'desc' : '' });
  };
  const direction = choice.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" class={isNumber ? 'number' : ''} aria-sort={isOrder ? direction : undefined}>
      <button type="button" onClick={order}>
        {label}
        <span class="direction" aria-hidden="true">
          {isOrder ? (choice.descending ? '▼' : '▲') : ''}
        </span>
      </button>
    </th>
  );
}

function Commune({ row: { node, rank }, goal }: { row: Row; goal: string }) {
  const { language, mean } = useWords();
  const { commune, communeCode } = node;
  const figure = { of: node, goal, commune: communeCode, label: commune.name };
  return (
    <tr id={`commune-${communeCode}`}>
      <td class="number">{rank?.overall}</td>
      <th scope="row">{commune.name}</th>
      <td>{mean(commune.type)}</td>
      <td>{commune.area && mean(commune.area)}</td>
      <td class="number">
        <Figure {...figure} what="ratio" />
      </td>
      <td class="number">
        <Figure {...figure} what="people" />
      </td>
      <td class="number quiet">{node.people && <Interval of={node} />}</td>
      <td class="number">
        {node.gapPeople === null ? <Absent why={absenceOf(node)} /> : whole(node.gapPeople, language)}
      </td>
      <td class="number">
        {node.gapPoints === null ? <Absent why={absenceOf(node)} /> : points(node.gapPoints, language)}
      </td>
      <td>
        <Status value={node.status} />
      </td>
    </tr>
  );
}
