import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import { change } from '../../frame/address.js';
import { difference } from '../../language/numbers.js';
import { useWords, type Word } from '../../language/words.js';
import { NoChange } from '../../parts/compared.js';
import { whyNoChange } from '../../parts/comparison.js';
import { Figure, Interval, Sourced, Status } from '../../parts/figure.js';
import { Link } from '../../parts/link.js';
import type { AskedSource, RankBy, RankOrder } from '../../parts/open-says-who.js';
import { RankShown } from '../../parts/rank.js';
import type { RanksOf } from './column-ranks.js';
import type { Choice, Column, Row } from './league.js';
import { SmallSeries, type SmallSeriesOf } from './small-series.js';
import { TableFrame } from '../../parts/table-frame.js';
import { words } from './words.js';

/** The sortable columns with their headings, and whether they contain numbers. */
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

/** The columns that do not sort, by the column before them. */
const plainHeads: Partial<Record<Column, Word | keyof typeof words>> = { change: 'small', people: 'interval' };

/** Columns whose largest value is the worst: the first click sorts them in descending order. */
const worstIsMost: readonly Column[] = ['gapPeople', 'gapPoints'];

interface RowsProps {
  /** All communes: a row is rendered once, and later only moved. */
  readonly all: readonly Row[];
  readonly rows: readonly Row[];
  readonly choice: Choice;
  readonly goal: string;
  /** The period that changes compare with. */
  readonly against: string;
  readonly small: SmallSeriesOf;
  /** The last day of the data in words, for the verdicts' heading; empty where the data does not end before the deadline. */
  readonly until: string;
  readonly rankedBy: RankOrder;
  /** The ranks by another value than the share. */
  readonly ranks: RanksOf | undefined;
}

/**
 * Table of the selected communes in the selected order. Its rows are CSS grids, so that the browser skips rows outside
 * the view when the order changes (`goal.css`); roles keep it a table for screen readers.
 */
export function LeagueRows({ all, rows, choice, goal, against, small, until, rankedBy, ranks }: RowsProps) {
  const { say, language } = useWords(words);
  const drawn = useMemo(() => {
    const shown = { goal, against, small };
    const rankOf = ({ rank, node }: Row) => (ranks === undefined ? rank : ranks?.get(node.communeCode));
    return new Map(
      all.map((row) => {
        const rank = rankOf(row);
        const by = rank ? { ...rank, by: rankedBy } : null;
        return [row, <Commune key={row.node.communeCode} row={row} rank={by} {...shown} />];
      }),
    );
  }, [all, goal, against, small, rankedBy, ranks, language]);
  return (
    <TableFrame caption={say('leagueCaption')} rows={rows.length}>
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
                  <Head
                    column={column}
                    label={column === 'status' && until ? `${say(word)} ${until}` : say(word)}
                    isNumber={isNumber}
                    choice={choice}
                  />
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
    </TableFrame>
  );
}

function Head(props: { column: Column; label: string; isNumber: boolean; choice: Choice }) {
  const { column, label, isNumber, choice } = props;
  const isOrder = choice.column === column;
  const order = (): void => {
    const descending = isOrder ? !choice.descending : worstIsMost.includes(column);
    change({ sort: column, dir: descending ? 'desc' : '' }, false);
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

interface CommuneProps extends Pick<RowsProps, 'goal' | 'small' | 'against'> {
  readonly row: Row;
  readonly rank: RankBy | null;
}

function Commune({ row: { node }, rank, goal, small, against }: CommuneProps) {
  const { mean } = useWords();
  const { commune, communeCode } = node;
  const named = { goal, commune: communeCode, label: commune.name };
  const figure = { ...named, of: node };
  const asked = { ...named, period: node.period };
  return (
    <tr role="row" id={`commune-${communeCode}`}>
      <td role="cell" class="number">
        <Ranked asked={asked} rank={rank} within="overall" />
      </td>
      <th role="rowheader" scope="row">
        <Link to={`/communes/${communeCode}`}>{commune.name}</Link>
      </th>
      <td role="cell" class="whole">
        {mean(commune.type)}{' '}
        <small class="quiet">
          <Ranked asked={asked} rank={rank} within="withinType" />
        </small>
      </td>
      <td role="cell" class="whole">
        {commune.area && mean(commune.area)}{' '}
        <small class="quiet">
          <Ranked asked={asked} rank={rank} within="withinArea" />
        </small>
      </td>
      <td role="cell" class="number">
        <Figure {...figure} what="ratio" />
      </td>
      <td role="cell" class="number">
        <Change of={node} asked={{ ...asked, against }} />
      </td>
      <td role="cell">{typeof small === 'object' && <SmallSeries values={small.get(communeCode)} />}</td>
      <td role="cell" class="number">
        <Figure {...figure} what="people" />
      </td>
      <td role="cell" class="number quiet">
        {node.people && <Interval {...figure} />}
      </td>
      <td role="cell" class="number">
        <Figure {...figure} what="gap" />
      </td>
      <td role="cell" class="number">
        <Figure {...figure} what="gapPoints" />
      </td>
      <td role="cell">
        <Status value={node.status} likely={node.likely} />
      </td>
    </tr>
  );
}

type Asked = Omit<AskedSource, 'what' | 'from'>;

interface RankedProps {
  readonly asked: Asked;
  readonly rank: RankBy | null;
  readonly within: 'overall' | 'withinType' | 'withinArea';
}

function Ranked({ asked, rank, within }: RankedProps) {
  if (!rank) return null;
  return (
    <Sourced {...asked} what="rank" rank={rank}>
      <RankShown rank={rank} within={within} />
    </Sourced>
  );
}

/** The change in people and in points, or the reason why it is missing. */
function Change({ of: { change: changed }, asked }: { of: Row['node']; asked: Asked }) {
  const { language } = useWords();
  const { people, points, breaks } = changed ?? { people: null, points: null, breaks: [] };
  if (people === null) return <NoChange why={whyNoChange(breaks, 'people')} />;
  const noPoints = whyNoChange(breaks, 'points');
  return (
    <>
      <Sourced {...asked} what="change">
        {difference(people, language)}
        {points !== null && <small class="quiet"> ({difference(points, language, 2)})</small>}
      </Sourced>
      {noPoints && (
        <small class="quiet">
          {' '}
          <NoChange why={noPoints} />
        </small>
      )}
    </>
  );
}
