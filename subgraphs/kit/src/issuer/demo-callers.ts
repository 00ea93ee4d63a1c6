import { participants, type Role } from '@hub/schema';

/** Someone, or something, whom the development issuer gives tokens to. */
export interface DemoCaller {
  /** Who it is to the hub: the subject of its tokens. */
  readonly id: string;
  readonly role: Role;
  /** A person signs in; a service or an app has a secret of its own (client credentials). */
  readonly kind: 'person' | 'client';
  readonly scopes: readonly string[];
  /** The code of the organisation that it acts for. */
  readonly organisation?: string;
}

/** The client through which people of the demonstration get tokens at the terminal. */
export const terminalClient = 'hub-terminal';

/** What the terminal asks for: a token of the person that it names, who is on the same machine. */
export const demoPersonGrant = 'urn:hub:grant-type:demo-person';

const data = ['progress:read', 'contributions:read', 'records:read'];
/** Beside the data, for organisations, whose people work together. */
const persons = 'persons:read';

const ofTheHub: readonly DemoCaller[] = [
  { id: 'analyst', role: 'analyst', kind: 'person', scopes: [...data, 'progress:publish'] },
  { id: 'auditor', role: 'auditor', kind: 'person', scopes: [...data, 'audit:read'] },
  { id: 'operator', role: 'operator', kind: 'person', scopes: [] },
  { id: 'app', role: 'app', kind: 'client', scopes: ['progress:read', 'contributions:read'] },
  {
    id: 'movement-service',
    role: 'movement-service',
    kind: 'client',
    scopes: [...data, 'releases:read', 'publications:keep'],
  },
];

const ofOrganisations = participants.flatMap(({ code: organisation }): DemoCaller[] => [
  {
    id: `${organisation}-staff`,
    role: 'staff',
    kind: 'person',
    scopes: [...data, persons, `audit:read:${organisation}`],
    organisation,
  },
  {
    id: `${organisation}-service`,
    role: 'organisation-service',
    kind: 'client',
    scopes: [...data, persons, `audit:read:${organisation}`],
    organisation,
  },
]);

/** One caller for each role, and for each organisation where the role is bound to one; docs/trust.md has the table. */
export const demoCallers: readonly DemoCaller[] = [...ofTheHub, ...ofOrganisations];

/** Finds who has a role, in an organisation where that is said; undefined where nobody has. */
export function findDemoCaller(role: string, organisation?: string): DemoCaller | undefined {
  return demoCallers.find((one) => one.role === role && one.organisation === organisation);
}
