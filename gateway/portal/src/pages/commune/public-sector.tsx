import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Count, countFields, type PeopleCount } from '../../parts/count.js';
import { Downloads } from '../../parts/downloads.js';
import { type Column, Table } from '../../parts/table.js';
import { panelQuery, usePanelVariables } from './commune-list.js';
import { OrganisationPanel } from './organisation-panel.js';
import { words } from './words.js';

interface Training {
  readonly trained: PeopleCount;
  readonly passed: PeopleCount;
}

interface Agency {
  readonly code: string;
  readonly name: string;
  readonly staff: readonly { readonly group: string; readonly headcount: PeopleCount }[];
  readonly leadersFirst: { readonly trainedLeaders: string; readonly asOf: string } | null;
  readonly training: Training;
}

interface Here {
  readonly commune: {
    readonly agencies: readonly Agency[] | null;
    readonly publicSectorTraining: Training | null;
  } | null;
}

const training = `trained ${countFields} passed ${countFields}`;
const query = panelQuery(
  'PublicSectorHere',
  `agencies {
    code name(language: $language) staff { group headcount ${countFields} } leadersFirst { trainedLeaders asOf }
    training { ${training} }
  }
  publicSectorTraining { ${training} }`,
);

/** The commune's own agencies, and the training of their people. */
export function PublicSectorHere({ commune }: { commune: string }) {
  const { say, mean, language } = useWords(words);
  const columns: readonly Column<Agency>[] = [
    { head: say('agency'), isHead: true, cell: ({ name }) => name },
    {
      head: say('headcount'),
      cell: ({ staff }) =>
        staff.map(({ group, headcount }, index) => (
          <span key={group}>
            {index > 0 && ' · '}
            {mean(group)}: <Count of={headcount} />
          </span>
        )),
    },
    { head: say('trained'), isNumber: true, cell: (agency) => <Count of={agency.training.trained} /> },
    { head: say('passed'), isNumber: true, cell: (agency) => <Count of={agency.training.passed} /> },
    {
      head: say('leadersTrained'),
      cell: ({ leadersFirst }) =>
        leadersFirst &&
        `${say(`leaders${leadersFirst.trainedLeaders as 'ALL' | 'SOME' | 'NONE'}`)} (${day(leadersFirst.asOf, language)})`,
    },
  ];
  return (
    <OrganisationPanel<Here>
      organisation="public-sector"
      title={say('publicSector')}
      query={query}
      variables={usePanelVariables(commune)}
    >
      {({ commune: here }) => (
        <>
          {here?.publicSectorTraining && (
            <dl class="facts">
              <div>
                <dt>{say('trained')}</dt>
                <dd>
                  <Count of={here.publicSectorTraining.trained} /> {say('peopleUnit')} · {say('passed').toLowerCase()}{' '}
                  <Count of={here.publicSectorTraining.passed} />
                </dd>
              </div>
            </dl>
          )}
          {here?.agencies && (
            <>
              <Table
                caption={say('agencies')}
                columns={columns}
                rows={here.agencies}
                keyOf={({ code }) => code}
                isRead
              />
              <Downloads table="training-by-agency" parameters={{ commune }} />
            </>
          )}
        </>
      )}
    </OrganisationPanel>
  );
}
