import { period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Count, countFields, type PeopleCount, Recorded } from '../../parts/count.js';
import { Downloads } from '../../parts/downloads.js';
import { type Column, Table } from '../../parts/table.js';
import { OrganisationPanel } from './organisation-panel.js';
import { words } from './words.js';

interface Month {
  readonly month: string;
  readonly figures: {
    readonly adultsConfirmed: PeopleCount;
    readonly accountsLevel1: PeopleCount;
    readonly accountsLevel2: PeopleCount;
    readonly digitalSignatures: PeopleCount;
  } | null;
  readonly adults: { readonly adults: number } | null;
}

interface Here {
  readonly commune: {
    readonly before: { readonly nodes: readonly Month[] } | null;
    readonly now: { readonly nodes: readonly Month[] } | null;
  } | null;
}

const nodes = `nodes {
  month adults { adults }
  figures {
    adultsConfirmed ${countFields} accountsLevel1 ${countFields} accountsLevel2 ${countFields}
    digitalSignatures ${countFields}
  }
}`;
const query = `query IdentityHere($commune: ID!, $before: Period!, $now: Period!) {
  commune(code: $commune) {
    before: confirmations(first: 12, period: $before) { ${nodes} }
    now: confirmations(first: 12, period: $now) { ${nodes} }
  }
}`;

/** What the provincial police count on VNeID in a commune, in the last months that they reported. */
export function IdentityHere({ commune }: { commune: string }) {
  const { say, language } = useWords(words);
  const columns: readonly Column<Month>[] = [
    { head: say('month'), isHead: true, cell: ({ month }) => periodIn(month, language) },
    { head: say('confirmed'), isNumber: true, cell: ({ figures }) => <Count of={figures?.adultsConfirmed} /> },
    { head: say('accounts1'), isNumber: true, cell: ({ figures }) => <Count of={figures?.accountsLevel1} /> },
    { head: say('accounts2'), isNumber: true, cell: ({ figures }) => <Count of={figures?.accountsLevel2} /> },
    { head: say('signatures'), isNumber: true, cell: ({ figures }) => <Count of={figures?.digitalSignatures} /> },
    { head: say('adults'), isNumber: true, cell: ({ adults }) => adults && <Recorded of={adults.adults} /> },
  ];
  const year = new Date().getFullYear();
  const variables = { commune, before: String(year - 1), now: String(year) };
  return (
    <OrganisationPanel<Here> organisation="identity" title={say('identity')} query={query} variables={variables}>
      {({ commune: here }) => {
        const rows = [...(here?.before?.nodes ?? []), ...(here?.now?.nodes ?? [])].slice(-3);
        if (rows.length === 0) return here?.now ? <p>{say('noneHere')}</p> : null;
        return (
          <>
            <Table caption={say('lastCounts')} columns={columns} rows={rows} keyOf={({ month }) => month} />
            <Downloads table="confirmations" parameters={{ commune }} />
          </>
        );
      }}
    </OrganisationPanel>
  );
}
