import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import { change } from '../../frame/address.js';
import { difference } from '../../language/numbers.js';
import { useWords, type Word } from '../../language/words.js';
import { Absent, Figure, Interval, Status } from '../../parts/figure.js';
import { Link } from '../../parts/link.js';
import type { Choice, Column, Row } from './league.js';
import { SmallSeries, type SmallSeriesOf } from './small-series.js';
import { words } from './words.js';

/** Each column that can be ordered by, what it is called, and whether it is of numbers. */
const heads: readonly (readonly [Column, Word | keyof typeof words, boolean])[] = [
  ['rank', 'rank', true],
  ['name', 'commune', false],
  ['type', 'typeRank', false],
  ['area', 'areaRank', false],
  ['ratio', 'ratio', true],
  ['change', 'change', true],
  ['people', 'people', true],
  ['gapPeople', 'gapPeople', true],
  ['gapPoints', 'gapPoints', true],
  ['status', 'state', false],
];

/** The columns that none is ordered by, after the one that they stand behind. */
const plainHeads: Partial<Record<Column, Word | keyof typeof words>> = { change: 'small', people: 'interval' };

interface RowsProps {
  /** All communes: a row is drawn once, and then only moved. */
  readonly all: readonly Row[];
  readonly rows: readonly Row[];
  readonly choice: Choice;
  readonly goal: string;
  readonly small: SmallSeriesOf;
}

/**
 * The table of the communes that are chosen, in the order that is chosen. Its rows are grids, so that those out of sight
 * cost nothing when the order changes (`goal.css`); roles say that it is a table all the same.
 */
export function LeagueRows({ all, rows, choice, goal, small }: RowsProps) {
  const { say, language } = useWords(words);
  const drawn = useMemo(
    () => new Map(all.map((row) => [row, <Commune key={row.node.communeCode} row={row} goal={goal} small={small} />])),
    [all, goal, small, language],
  );
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={say('leagueCaption')}>
      <table class="communes" role="table">
        <caption>
          {say('leagueCaption')} {small === 'failed' && say('noSmall')}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            {heads.map(([column, word, isNumber]) => {
              const plainHead = plainHeads[column];
              return (
                <Fragment key={column}>
                  <Head column={column} label={say(word)} isNumber={isNumber} choice={choice} />
                  {plainHead && (
                    <th role="columnheader" scope="col" class={`plain${column === 'people' ? ' number' : ''}`}>
                      {say(plainHead)}
                    </th>
                  )}
                </Fragment>
              );
            })}
          </tr>
        </thead>
        <tbody role="rowgroup">{rows.map((row) => drawn.get(row))}</tbody>
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
    <th role="columnheader" scope="col" class={isNumber ? 'number' : ''} aria-sort={isOrder ? direction : undefined}>
      <button type="button" onClick={order}>
        {label}
        <span class="direction" aria-hidden="true">
          {isOrder ? (choice.descending ? '▼' : '▲') : ''}
        </span>
      </button>
    </th>
  );
}

function Commune({ row: { node, rank }, goal, small }: { row: Row; goal: string; small: SmallSeriesOf }) {
  const { mean } = useWords();
  const { commune, communeCode } = node;
  const figure = { of: node, goal, commune: communeCode, label: commune.name };
  return (
    <tr role="row" id={`commune-${communeCode}`}>
      <td role="cell" class="number">
        {rank?.overall}
      </td>
      <th role="rowheader" scope="row">
        <Link to={`/communes/${communeCode}`}>{commune.name}</Link>
      </th>
      <td role="cell" class="whole">
        {mean(commune.type)} <RankWithin rank={rank?.withinType} />
      </td>
      <td role="cell" class="whole">
        {commune.area && mean(commune.area)} <RankWithin rank={rank?.withinArea} />
      </td>
      <td role="cell" class="number">
        <Figure {...figure} what="ratio" />
      </td>
      <td role="cell" class="number">
        <Change of={node} />
      </td>
      <td role="cell">{typeof small === 'object' && <SmallSeries values={small.get(communeCode)} />}</td>
      <td role="cell" class="number">
        <Figure {...figure} what="people" />
      </td>
      <td role="cell" class="number quiet">
        {node.people && <Interval of={node} />}
      </td>
      <td role="cell" class="number">
        <Figure {...figure} what="gap" />
      </td>
      <td role="cell" class="number">
        <Figure {...figure} what="gapPoints" />
      </td>
      <td role="cell">
        <Status value={node.status} />
      </td>
    </tr>
  );
}

function RankWithin({ rank }: { rank: number | undefined }) {
  return rank === undefined ? null : <small class="quiet">{rank}</small>;
}

/** How many people more or fewer, and beside it by how many points; nothing is known where either period has no figure. */
function Change({ of: { change: changed } }: { of: Row['node'] }) {
  const { language } = useWords();
  if (!changed || changed.people === null) return <Absent why="unknown" />;
  return (
    <>
      {difference(changed.people, language)}
      {changed.points !== null && <small class="quiet"> ({difference(changed.points, language, 2)})</small>}
    </>
  );
}
