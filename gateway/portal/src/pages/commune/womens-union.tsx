import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Between, Count, countFields, Occurrences, type PeopleCount, Records } from '../../parts/count.js';
import type { Page } from '../../parts/paged-table.js';
import type { Column } from '../../parts/table.js';
import { CommuneList, listOf, panelQuery, rootListOf, usePanelVariables } from './commune-list.js';
import { OrganisationPanel } from './organisation-panel.js';
import { words } from './words.js';

interface Group {
  readonly code: string;
  readonly name: string;
  readonly leaderRole: string;
  readonly foundedOn: string;
  readonly members: PeopleCount;
  readonly supportedBy: { readonly name: string } | null;
  readonly sessions: { readonly totalCount: number } | null;
}

interface Session {
  readonly code: string;
  readonly heldOn: string;
  readonly topic: string;
  readonly attendances: number | null;
  readonly group: { readonly name: string } | null;
}

interface Meeting {
  readonly code: string;
  readonly heldOn: string | null;
  readonly title: string;
  readonly attendances: number | null;
}

interface Households {
  readonly households: number | null;
  readonly atMost: number | null;
}

interface Here {
  readonly commune: {
    readonly womensUnionBranches: readonly { code: string; name: string; members: PeopleCount }[] | null;
    readonly digitalFamilies: { committed: Households; meetingAllCriteria: Households } | null;
    readonly womensDigitalIdentities: readonly { level: number; registrations: PeopleCount }[] | null;
    readonly learningGroups: Page<Group> | null;
    readonly womensUnionMeetings: Page<Meeting> | null;
  } | null;
  readonly learningGroupSessions: Page<Session> | null;
}

const name = 'name(language: $language)';
const groups = listOf(
  'learningGroups',
  `code ${name} leaderRole foundedOn members ${countFields} supportedBy { ${name} } sessions(first: 0) { totalCount }`,
);
const sessions = rootListOf(
  'learningGroupSessions',
  `code heldOn topic(language: $language) attendances group { ${name} }`,
);
const meetings = listOf('womensUnionMeetings', 'code heldOn title(language: $language) attendances');
const query = panelQuery(
  'WomensUnionHere',
  `womensUnionBranches { code ${name} members ${countFields} }
  digitalFamilies { committed { households atMost } meetingAllCriteria { households atMost } }
  womensDigitalIdentities { level registrations ${countFields} }
  ${groups.first} ${meetings.first}`,
  sessions.first,
);

/** What the Women's Union does in a commune. */
export function WomensUnionHere({ commune }: { commune: string }) {
  const { say, mean, language } = useWords(words);
  const groupColumns: readonly Column<Group>[] = [
    { head: say('group'), isHead: true, cell: (group) => group.name },
    { head: say('leader'), cell: ({ leaderRole }) => mean(leaderRole) },
    { head: say('founded'), cell: ({ foundedOn }) => day(foundedOn, language) },
    { head: say('groupMembers'), isNumber: true, cell: ({ members }) => <Count of={members} /> },
    {
      head: say('sessions'),
      isNumber: true,
      cell: (group) => <Records of={group.sessions?.totalCount} />,
    },
    { head: say('support'), cell: ({ supportedBy }) => supportedBy?.name },
  ];
  const sessionColumns: readonly Column<Session>[] = [
    { head: say('day'), isHead: true, cell: ({ heldOn }) => day(heldOn, language) },
    { head: say('topic'), cell: ({ topic }) => topic },
    {
      head: say('turns'),
      isNumber: true,
      cell: ({ attendances }) => <Occurrences of={attendances} />,
    },
    { head: say('group'), cell: ({ group }) => group?.name },
  ];
  const meetingColumns: readonly Column<Meeting>[] = [
    { head: say('day'), isHead: true, cell: ({ heldOn }) => heldOn && day(heldOn, language) },
    { head: say('topic'), cell: ({ title }) => title },
    {
      head: say('turns'),
      isNumber: true,
      cell: ({ attendances }) => <Occurrences of={attendances} />,
    },
  ];
  return (
    <OrganisationPanel<Here>
      organisation="womens-union"
      title={say('womensUnion')}
      query={query}
      variables={usePanelVariables(commune)}
    >
      {({ commune: here, learningGroupSessions }) => (
        <>
          {here && <Summary of={here} />}
          <CommuneList
            commune={commune}
            list={groups}
            first={here?.learningGroups}
            caption={say('groups')}
            columns={groupColumns}
            table="groups"
          />
          <CommuneList
            commune={commune}
            list={sessions}
            first={learningGroupSessions}
            caption={say('groupSessions')}
            columns={sessionColumns}
            table="group-sessions"
          />
          <CommuneList
            commune={commune}
            list={meetings}
            first={here?.womensUnionMeetings}
            caption={say('meetings')}
            columns={meetingColumns}
            table="meetings"
          />
        </>
      )}
    </OrganisationPanel>
  );
}

function Summary({ of }: { of: NonNullable<Here['commune']> }) {
  const { say } = useWords(words);
  const { womensUnionBranches: branches, digitalFamilies: families, womensDigitalIdentities: identities } = of;
  return (
    <dl class="facts">
      {branches?.map(({ code, name: branch, members }) => (
        <div key={code}>
          <dt>{branch}</dt>
          <dd>
            <Count of={members} /> {say('members').toLowerCase()}
          </dd>
        </div>
      ))}
      {families && (
        <div>
          <dt>{say('families')}</dt>
          <dd>
            <Between atLeast={families.committed.households} atMost={families.committed.atMost} />{' '}
            {say('familiesCommitted')}
            {' · '}
            <Between
              atLeast={families.meetingAllCriteria.households}
              atMost={families.meetingAllCriteria.atMost}
            />{' '}
            {say('familiesMet')}
          </dd>
        </div>
      )}
      {identities && identities.length > 0 && (
        <div>
          <dt>{say('identities')}</dt>
          <dd>
            {identities.map(({ level, registrations }, index) => (
              <span key={level}>
                {index > 0 && ' · '}
                {say('level')} {level}: <Count of={registrations} />
              </span>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
}
