import { ask } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { moment, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Recorded } from '../../parts/count.js';
import { Downloads } from '../../parts/downloads.js';
import { type Page, PagedTable, pageFields } from '../../parts/paged-table.js';
import { Panel } from '../../parts/panel.js';
import type { Column } from '../../parts/table.js';
import { words } from './words.js';

interface Entry {
  readonly sequence: string;
  readonly at: string;
  readonly caller: {
    readonly subject: string | null;
    readonly organisation: string | null;
    readonly app: string | null;
    readonly roles: readonly string[];
    readonly key: { readonly id: string; readonly name: string } | null;
  };
  readonly purpose: string | null;
  readonly operations: number;
  readonly operationName: string | null;
  readonly fields: readonly string[];
  readonly decision: string;
  readonly codes: readonly string[];
  readonly rows: number;
}

interface Answered {
  readonly audit: { readonly entries: Page<Entry> | null } | null;
}

const entryFields = `sequence at caller { subject organisation app roles key { id name } } purpose operations operationName
  fields decision codes rows`;

const queryOf = (first: number) => `query AuditOfOrganisation($code: ID!, $after: String) {
  audit: organisation(code: $code) { entries: audit(first: ${first}, after: $after) { ${pageFields(entryFields)} } }
}`;

/** Audit records of requests to an organisation, for its people and for auditors: caller, purpose and fields. */
export function AuditOf({ code }: { code: string }) {
  const { say, mean, language } = useWords(words);
  const { purpose } = useSession();
  const columns: readonly Column<Entry>[] = [
    { head: say('at'), isHead: true, cell: ({ at }) => moment(at, language), class: 'whole' },
    { head: say('who'), cell: ({ caller }) => <Who of={caller} /> },
    { head: say('purpose'), cell: ({ purpose: named }) => named && mean(named) },
    { head: say('what'), cell: (entry) => <What of={entry} />, class: 'what' },
    {
      head: say('decision'),
      cell: ({ decision, codes }) => [mean(decision), ...codes].join(', '),
    },
    { head: say('objects'), isNumber: true, cell: ({ rows }) => <Recorded of={rows} /> },
  ];
  const next = async (after: string | null) => (await ask<Answered>(queryOf(50), { code, after })).audit?.entries;
  return (
    <Panel<Answered> id="audit" title={say('askedOf')} query={queryOf(20)} variables={{ code, after: null }}>
      {({ audit }) => (
        <>
          <p class="intro">{say('auditIntro')}</p>
          {audit?.entries && (
            <PagedTable
              caption={say('askedOf')}
              columns={columns}
              keyOf={({ sequence }) => sequence}
              first={audit.entries}
              next={next}
            />
          )}
          {audit?.entries && purpose === 'audit' && <Downloads table="audit" parameters={{ organisation: code }} />}
        </>
      )}
    </Panel>
  );
}

function Who({ of: { subject, organisation, app, roles, key } }: { of: Entry['caller'] }) {
  const { say, mean } = useWords(words);
  const besides = [organisation, ...roles.map(mean), app, key && `${key.name} (${key.id})`].filter(
    (one) => one !== null && one !== subject,
  );
  return (
    <>
      <strong>{subject ?? say('nobodyKnown')}</strong>
      {besides.length > 0 && ` (${besides.join(', ')})`}
    </>
  );
}

/** Operation name of an audit record; its fields, which are many, are folded. */
function What({ of: { operationName, operations, fields } }: { of: Entry }) {
  const { say, language } = useWords(words);
  return (
    <details>
      <summary>
        {operationName ?? '–'} ({operations > 1 && `${whole(operations, language)} ${say('times')}, `}
        {whole(fields.length, language)} {say('fields')})
      </summary>
      <span class="codes">{fields.join(', ')}</span>
    </details>
  );
}
