import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Count, countFields, Occurrences, type PeopleCount, Records } from '../../parts/count.js';
import { Downloads } from '../../parts/downloads.js';
import type { Page } from '../../parts/paged-table.js';
import { type Column, Table } from '../../parts/table.js';
import { CommuneList, listOf, panelQuery, usePanelVariables } from './commune-list.js';
import { OrganisationPanel } from './organisation-panel.js';
import { words } from './words.js';

interface Team {
  readonly code: string;
  readonly name: string;
  readonly foundedOn: string;
  readonly skills: readonly string[];
  readonly members: PeopleCount;
  readonly guidanceSessions: { readonly totalCount: number } | null;
}

interface Session {
  readonly code: string;
  readonly heldOn: string | null;
  readonly approximate: boolean;
  readonly services: readonly string[];
  readonly occurrences: number | null;
  readonly servicePoint: { readonly name: string } | null;
  readonly team: { readonly name: string } | null;
}

interface Activation {
  readonly level: number;
  readonly method: string;
  readonly occurrences: number;
}

interface Here {
  readonly commune: {
    readonly digitalLiteracyTeams: readonly Team[] | null;
    readonly accountActivations: readonly Activation[] | null;
    readonly guidanceSessions: Page<Session> | null;
  } | null;
}

const name = 'name(language: $language)';
const sessions = listOf(
  'guidanceSessions',
  `code heldOn approximate services occurrences servicePoint { ${name} } team { ${name} }`,
);
const query = panelQuery(
  'YouthUnionHere',
  `digitalLiteracyTeams { code ${name} foundedOn skills members ${countFields} guidanceSessions(first: 0) { totalCount } }
  accountActivations { level method occurrences } ${sessions.first}`,
);

/** What the Youth Union does in a commune. */
export function YouthUnionHere({ commune }: { commune: string }) {
  const { say, mean, language } = useWords(words);
  const teamColumns: readonly Column<Team>[] = [
    { head: say('team'), isHead: true, cell: (team) => team.name },
    { head: say('founded'), cell: ({ foundedOn }) => day(foundedOn, language) },
    { head: say('groupMembers'), isNumber: true, cell: ({ members }) => <Count of={members} /> },
    {
      head: say('guidance'),
      isNumber: true,
      cell: ({ guidanceSessions }) => <Records of={guidanceSessions?.totalCount} />,
    },
    { head: say('skills'), cell: ({ skills }) => skills.map(mean).join(', '), class: 'small' },
  ];
  const sessionColumns: readonly Column<Session>[] = [
    { head: say('day'), isHead: true, cell: ({ heldOn }) => heldOn && day(heldOn, language) },
    { head: say('services'), cell: ({ services }) => services.map(mean).join(', ') },
    {
      head: say('turns'),
      isNumber: true,
      cell: ({ occurrences }) => <Occurrences of={occurrences} />,
    },
    { head: say('at'), cell: ({ servicePoint }) => servicePoint?.name },
    { head: say('team'), cell: ({ team }) => team?.name },
  ];
  return (
    <OrganisationPanel<Here>
      organisation="youth-union"
      title={say('youthUnion')}
      query={query}
      variables={usePanelVariables(commune)}
    >
      {({ commune: here }) => (
        <>
          {here?.accountActivations && <Activations of={here.accountActivations} />}
          {here?.digitalLiteracyTeams && (
            <>
              <Table
                caption={say('teams')}
                columns={teamColumns}
                rows={here.digitalLiteracyTeams}
                keyOf={({ code }) => code}
                isRead
              />
              <Downloads table="teams" parameters={{ commune }} />
            </>
          )}
          <CommuneList
            commune={commune}
            list={sessions}
            first={here?.guidanceSessions}
            caption={say('guidance')}
            columns={sessionColumns}
            table="sessions"
          />
        </>
      )}
    </OrganisationPanel>
  );
}

function Activations({ of }: { of: readonly Activation[] }) {
  const { say, mean } = useWords(words);
  const levels = [...new Set(of.map(({ level }) => level))];
  if (levels.length === 0) return null;
  return (
    <dl class="facts">
      {levels.map((level) => (
        <div key={level}>
          <dt>
            {say('activations')}, {say('level')} {level}
          </dt>
          <dd>
            {of
              .filter((one) => one.level === level)
              .map(({ method, occurrences }, index) => (
                <span key={method}>
                  {index > 0 && ' · '}
                  <Occurrences of={occurrences} /> {mean(method)}
                </span>
              ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
