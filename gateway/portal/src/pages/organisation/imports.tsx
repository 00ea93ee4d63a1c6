import { useState } from 'preact/hooks';
import { ask } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { moment, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Recorded } from '../../parts/count.js';
import { Downloads } from '../../parts/downloads.js';
import { type Page, PagedTable, pageFields } from '../../parts/paged-table.js';
import { Panel } from '../../parts/panel.js';
import { type Column, Table } from '../../parts/table.js';
import { reasonIn } from './bring/reasons.js';
import { words } from './words.js';

interface Run {
  readonly id: string;
  /** Name of the file's kind. */
  readonly title: string;
  readonly file: string;
  readonly demonstration: boolean;
  readonly state: string;
  readonly read: number;
  readonly rejected: number;
  readonly endedAt: string;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
}

interface Rejection {
  readonly row: number | null;
  readonly column: string;
  readonly message: string;
}

interface Answered {
  readonly organisation: {
    readonly imports: Page<Run> | null;
    readonly late: { readonly nodes: readonly (Run & { readonly rejections: readonly Rejection[] })[] } | null;
  } | null;
}

const runFields = 'id title(language: $language) file demonstration state read rejected endedAt undoneAt undoneBy';

/** Number of the newest imports whose refused rows are shown. */
const lateRuns = 50;

const firstQuery = `query Imports($code: ID!, $language: Language!) {
  organisation(code: $code) {
    imports(first: 10) { ${pageFields(runFields)} }
    late: imports(first: ${lateRuns}) { nodes { ${runFields} rejections { row column message } } }
  }
}`;
const moreQuery = `query MoreImports($code: ID!, $after: String, $language: Language!) {
  organisation(code: $code) { imports(first: 20, after: $after) { ${pageFields(runFields)} } }
}`;

/** Results of an organisation's imports with each refused row, for its people. */
export function Imports({ code }: { code: string }) {
  const { say, mean, language } = useWords(words);
  const inWords = { language: graphLanguage(language) };
  const columns: readonly Column<Run>[] = [
    {
      head: say('file'),
      isHead: true,
      cell: ({ file, demonstration }) => (
        <>
          {file} {demonstration && <span class="made-up">{mean('DEMONSTRATION')}</span>}
        </>
      ),
    },
    { head: say('kind'), cell: ({ title }) => title },
    { head: say('endedAt'), cell: ({ endedAt }) => moment(endedAt, language), class: 'whole' },
    {
      head: say('result'),
      cell: ({ state, undoneAt, undoneBy }) =>
        undoneAt === null
          ? mean(state)
          : `${say('undone')} ${moment(undoneAt, language)} (${undoneBy ?? say('operator')})`,
    },
    { head: say('rowsRead'), isNumber: true, cell: ({ read }) => <Recorded of={read} /> },
    { head: say('rowsRejected'), isNumber: true, cell: ({ rejected }) => <Recorded of={rejected} /> },
  ];
  const next = async (after: string | null) =>
    (await ask<Answered>(moreQuery, { code, after, ...inWords })).organisation?.imports ?? null;
  return (
    <Panel<Answered>
      id="imports"
      title={say('imports')}
      organisation={code}
      query={firstQuery}
      variables={{ code, ...inWords }}
    >
      {({ organisation }) => (
        <>
          <p class="intro">{say('importsIntro')}</p>
          {organisation?.imports && (
            <PagedTable
              caption={say('imports')}
              columns={columns}
              keyOf={({ id }) => id}
              first={organisation.imports}
              next={next}
            />
          )}
          {organisation?.imports && <Downloads table="imports" parameters={{ organisation: code }} />}
          {organisation?.late && <Rejections of={organisation.late.nodes} />}
        </>
      )}
    </Panel>
  );
}

interface RejectedRow extends Rejection {
  readonly run: Run;
}

/** Refused rows, with their file, place and reason. */
function Rejections({ of }: { of: NonNullable<NonNullable<Answered['organisation']>['late']>['nodes'] }) {
  const { say, language } = useWords(words);
  const [shown, setShown] = useState(20);
  const rows: readonly RejectedRow[] = of.flatMap((run) => run.rejections.map((rejection) => ({ ...rejection, run })));
  if (rows.length === 0) return <p id="rejections">{say('noRejections')}</p>;
  const columns: readonly Column<RejectedRow>[] = [
    { head: say('file'), isHead: true, cell: ({ run }) => run.file },
    { head: say('row'), isNumber: true, cell: ({ row }) => (row === null ? say('wholeFile') : whole(row, language)) },
    { head: say('column'), cell: ({ column }) => column },
    { head: say('reason'), cell: ({ message }) => reasonIn(message, language), class: 'text' },
    { head: say('endedAt'), cell: ({ run }) => moment(run.endedAt, language), class: 'whole' },
  ];
  return (
    <div id="rejections">
      <h3>{say('rejections')}</h3>
      <Table
        caption={`${say('rejections')} (${whole(rows.length, language)})`}
        columns={columns}
        rows={rows.slice(0, shown)}
        keyOf={({ run }, index) => `${run.id} ${index}`}
        isRead
      />
      {rows.length > shown && (
        <p class="more">
          <button
            type="button"
            onClick={() => {
              setShown(shown + 50);
            }}
          >
            {say('more')}
          </button>
        </p>
      )}
    </div>
  );
}
