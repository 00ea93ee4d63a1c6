import { participants } from '@hub/schema';

/** Someone, or something, whom the development issuer gives tokens to. */
export interface DemoCaller {
  /** Who it is to the hub: the subject of its tokens. */
  readonly id: string;
  readonly role: string;
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

const analyst = ['progress:read', 'contributions:read', 'records:read'];

const ofTheHub: readonly DemoCaller[] = [
  { id: 'analyst', role: 'analyst', kind: 'person', scopes: analyst },
  { id: 'auditor', role: 'auditor', kind: 'person', scopes: ['progress:read', 'audit:read'] },
  { id: 'operator', role: 'operator', kind: 'person', scopes: ['progress:read', 'operations:read'] },
  { id: 'app', role: 'app', kind: 'client', scopes: ['progress:read', 'contributions:read'] },
  { id: 'movement-service', role: 'movement-service', kind: 'client', scopes: [...analyst, 'sketches:read'] },
];

const ofOrganisations = participants.flatMap(({ code }): DemoCaller[] => [
  {
    id: `${code}-staff`,
    role: 'staff',
    kind: 'person',
    scopes: ['progress:read', `contributions:read:${code}`, `records:read:${code}`],
    organisation: code,
  },
  {
    id: `${code}-service`,
    role: 'organisation-service',
    kind: 'client',
    scopes: ['progress:read', `contributions:read:${code}`, `records:read:${code}`],
    organisation: code,
  },
]);

/** One caller for each role, and for each organisation where the role is bound to one; docs/trust.md has the table. */
export const demoCallers: readonly DemoCaller[] = [...ofTheHub, ...ofOrganisations];

/** Finds who has a role, in an organisation where that is said; undefined where nobody has. */
export function findDemoCaller(role: string, organisation?: string): DemoCaller | undefined {
  return demoCallers.find((one) => one.role === role && one.organisation === organisation);
}
