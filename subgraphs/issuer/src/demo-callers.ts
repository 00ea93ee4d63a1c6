import { type Role, usualScopes } from '@hub/protocol';
import { knownOrganisations } from '@hub/runtime';

/** A person, service or app to which the development issuer gives tokens. */
export interface DemoCaller {
  /** Subject of the caller's tokens. */
  readonly id: string;
  readonly role: Role;
  /** Invented name of a person. */
  readonly name?: string;
  /** A person signs in; a service or an app uses a secret (client credentials). */
  readonly kind: 'person' | 'client';
  readonly scopes: readonly string[];
  /** Code of the organisation that the caller acts for. */
  readonly organisation?: string;
}

/** The client with which the command line gets tokens for the demonstration's people. */
export const terminalClient = 'hub-terminal';

/** The portal's client, with which the demonstration's people sign in with a browser. */
export const portalClient = 'hub-portal';

/** Grant type of the command line: a token for a named person on the same machine. */
export const demoPersonGrant = 'urn:hub:grant-type:demo-person';

/** A caller with the usual scopes of a role. */
function demoCaller(id: string, role: Role, kind: DemoCaller['kind'], organisation?: string): DemoCaller {
  const scopes = usualScopes(role);
  return { id, role, kind, scopes, ...(organisation !== undefined && { organisation }) };
}

const ofTheHub: readonly DemoCaller[] = [
  { ...demoCaller('analyst', 'analyst', 'person'), name: 'Lê Thị Lan' },
  // The approver of drafts: an analyst with one more scope.
  {
    ...demoCaller('approver', 'analyst', 'person'),
    scopes: [...usualScopes('analyst'), 'progress:approve'],
    name: 'Trần Văn Minh',
  },
  demoCaller('auditor', 'auditor', 'person'),
  demoCaller('operator', 'operator', 'person'),
  demoCaller('app', 'app', 'client'),
];

const ofOrganisations = knownOrganisations.flatMap(({ code }) => [
  demoCaller(`${code}-staff`, 'staff', 'person', code),
  demoCaller(`${code}-service`, 'organisation-service', 'client', code),
]);

/** One caller for each role, and for each organisation where the role is bound to one; docs/trust.md has the table. */
export const demoCallers: readonly DemoCaller[] = [...ofTheHub, ...ofOrganisations];

/** Finds a caller by role, within an organisation if one is given, or a person by id; undefined if there is none. */
export function findDemoCaller(role: string, organisation?: string): DemoCaller | undefined {
  return (
    demoCallers.find((one) => one.role === role && one.organisation === organisation) ??
    demoCallers.find((one) => one.id === role && one.kind === 'person' && organisation === undefined)
  );
}
