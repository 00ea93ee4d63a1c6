import type { PublishedGoal } from '../../hub/publication.js';
import { useWords } from '../../language/words.js';
import { useReasons } from '../../parts/says-who-missing.js';
import { ReportState } from '../../parts/report-state.js';
import { type Column, Table } from '../../parts/table.js';
import { reportWords } from './words.js';

interface Row {
  readonly code: string;
  readonly name: string;
}

/** Reports by organisation and goal at the time of publication, with the reason for each missing one. */
export function CompletenessOf({ goals }: { goals: readonly PublishedGoal[] }) {
  const { say } = useWords(reportWords);
  const reasonsOf = useReasons();
  const all = goals.flatMap(({ progress }) => progress?.contributions ?? []);
  const rows = [...new Map(all.map(({ organisation }) => [organisation.code, organisation])).values()].toSorted(
    (one, other) => one.name.localeCompare(other.name, 'vi'),
  );
  const reasons = goals.flatMap(({ code, title, progress }) =>
    (progress?.contributions ?? []).flatMap((one) =>
      reasonsOf(one).map((reason) => ({ key: `${code} ${one.organisation.code} ${reason}`, title, one, reason })),
    ),
  );
  const columns: readonly Column<Row>[] = [
    { head: say('organisation'), isHead: true, cell: ({ name }) => name },
    ...goals.map(({ title, progress }): Column<Row> => ({
      head: title,
      cell: ({ code }) => {
        const state = progress?.contributions.find(({ organisation }) => organisation.code === code)?.state;
        if (!state) return <small class="quiet">{say('notExpected')}</small>;
        return <ReportState state={state} />;
      },
    })),
  ];
  return (
    <section aria-labelledby="completeness" class="completeness">
      <h2 id="completeness">{say('completeness')}</h2>
      <Table caption={say('completenessCaption')} columns={columns} rows={rows} keyOf={({ code }) => code} />
      {reasons.length > 0 && (
        <ul>
          {reasons.map(({ key, title, one, reason }) => (
            <li key={key}>
              <strong>{one.organisation.name}</strong> ({title}): {reason}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
