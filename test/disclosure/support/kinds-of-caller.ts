import { knownOrganisations } from '@hub/runtime';
import { usualScopes, type Role, programScopes, programRoles } from '@hub/protocol';
import { anonymous, type Caller } from '../../../gateway/src/request/caller.js';
import { allOrganisations, type Organisation } from './truth/demonstration.js';

/** A kind of caller that the hub answers. */
export interface KindOfCaller {
  readonly name: string;
  readonly caller: Caller;
  /** The organisation of whose people it knows everybody. */
  readonly own?: Organisation;
}

/** Whose people denominators of records count. */
export const ownDenominators: Readonly<Partial<Record<Organisation, string>>> = {
  education: 'pupils to date',
  'public-sector': 'public staff by commune of residence',
};

/** The roles that are of an organisation's own people and programs. */
const ofOrganisations: readonly Role[] = ['staff', 'organisation-service'];

/** Everybody who may ask: without a token, by each role, of each organisation, and by a key for programs. */
export const kindsOfCaller: readonly KindOfCaller[] = [
  { name: 'nobody known', caller: anonymous },
  ...(['app', 'analyst', 'auditor', 'operator'] as const).map((role) => ({
    name: role,
    caller: callerOf(role),
  })),
  ...ofOrganisations.flatMap((role) => each((organisation) => callerOf(role, organisation), role)),
  ...programRoles.flatMap((role) =>
    role === 'staff'
      ? each((organisation) => withKey(callerOf(role, organisation, programScopes(role))), 'key of staff')
      : [{ name: `key of an ${role}`, caller: withKey(callerOf(role, undefined, programScopes(role))) }],
  ),
];

/** One kind for each organisation. */
function each(callerFor: (organisation: string) => Caller, name: string): KindOfCaller[] {
  return knownOrganisations.map(({ code }) => ({
    name: `${name} of ${code}`,
    caller: callerFor(code),
    own: allOrganisations.find((one) => one === code),
  }));
}

/** A caller of a role, as the development issuer's tokens have it unless told. */
export function callerOf(role: Role, organisation?: string, scopes: readonly string[] = usualScopes(role)): Caller {
  const name = `${role} ${organisation ?? ''}`;
  return {
    ...{ identityClass: name, subject: name, roles: [role], organisation, app: role === 'app' ? 'reader' : undefined },
    rights: { ...anonymous.rights, authenticated: true, scopes: new Set(scopes) },
  };
}

function withKey(caller: Caller): Caller {
  const identityClass = `${caller.identityClass} by key`;
  return { ...caller, identityClass, key: { id: identityClass, name: 'program', tables: undefined } };
}
