import { absenceOf, hasNoReport } from '../../hub/progress.js';
import { share, shortMonth } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Absent, Sourced } from '../../parts/figure.js';
import { Link } from '../../parts/link.js';
import { Table } from '../../parts/table.js';
import type { MonthsOfGoal } from './months.js';
import { tableWords } from './words.js';

/** A goal in a place. */
export interface PlaceRow {
  readonly place: { readonly code: string; readonly name: string; readonly isRoot: boolean };
  readonly goal: string;
  readonly title: string;
  readonly known: MonthsOfGoal;
}

/** Content of the table and the small charts. */
export interface MonthsShown {
  readonly rows: readonly PlaceRow[];
  readonly months: readonly string[];
  /** Whether the rows belong to several goals, so that each row names its goal. */
  readonly hasGoals: boolean;
}

/** A row for each goal and place, a column for each month. */
export function MonthsTable({ rows, months, hasGoals }: MonthsShown) {
  const { say } = useWords(tableWords);
  return (
    <div class="months-table">
      <Table
        caption={say('tableTitle')}
        rows={rows}
        keyOf={({ place, goal }) => `${goal} ${place.code}`}
        columns={[
          {
            ...{ head: say('commune'), isHead: true },
            cell: ({ place }) => (place.isRoot ? place.name : <Link to={`/communes/${place.code}`}>{place.name}</Link>),
          },
          ...(hasGoals ? [{ head: say('goal'), class: 'goal-of', cell: ({ title }: PlaceRow) => title }] : []),
          ...months.map((month) => ({
            ...{ head: shortMonth(month), isNumber: true },
            cell: (row: PlaceRow) => <ShareIn row={row} month={month} />,
          })),
        ]}
      />
    </div>
  );
}

function ShareIn({ row: { place, goal, title, known }, month }: { row: PlaceRow; month: string }) {
  const { say, language } = useWords(tableWords);
  if (known === 'asking') return <span class="waiting">…</span>;
  if (known === 'failed') return <span class="absent">{say('failed')}</span>;
  const progress = known.get(place.code)?.get(month);
  if (!progress) return null;
  if (progress.ratio === null || hasNoReport(progress))
    return <Absent why={absenceOf({ ...progress, period: month })} />;
  const commune = place.isRoot ? {} : { commune: place.code };
  return (
    <Sourced goal={goal} {...commune} label={place.isRoot ? title : place.name} period={month}>
      {share(progress.ratio, language)}
    </Sourced>
  );
}
