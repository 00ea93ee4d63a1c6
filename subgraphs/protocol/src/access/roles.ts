/**
 * The roles of the hub's callers, in `roles` of the issuer's tokens; docs/trust.md explains each. Budgets and purposes
 * name only these.
 */
export const roles = ['analyst', 'staff', 'organisation-service', 'app', 'auditor', 'operator'] as const;

/** Whether a role belongs to a program of an organisation, which acts for no person. */
export function isServiceRole(role: string): boolean {
  return role === 'organisation-service';
}

/** A role of the hub's callers. */
export type Role = (typeof roles)[number];

/** The province's figures, the organisations' shares in them, and the organisations' records. */
const data: readonly string[] = ['progress:read', 'contributions:read', 'records:read'];

/** The scope with which an organisation's staff and services import its files and records. */
export const importsScope = 'imports:write';

/** Scopes that permit changes; all others permit reading. */
const doing: readonly string[] = [
  ...['progress:publish', 'progress:approve', 'releases:accept', 'keys:manage', 'organisations:manage'],
  'webhooks:manage',
  'notes:write',
  importsScope,
];

/**
 * The usual scopes of a role: the development issuer grants them, and a key for a program of this role may have no
 * others. A deployment's issuer decides the scopes of its tokens.
 */
export function usualScopes(role: Role): readonly string[] {
  const ofOrganisation = [...data, 'releases:read', 'persons:read', 'audit:read:own', importsScope];
  switch (role) {
    case 'analyst':
      return [...data, 'releases:read', 'progress:publish', 'register:read', 'keys:manage'];
    case 'auditor':
      return [...data, 'releases:read', 'audit:read', 'register:read'];
    case 'operator':
      return ['keys:manage', 'register:read', 'releases:accept', 'organisations:manage', 'webhooks:manage'];
    case 'app':
      return ['progress:read', 'contributions:read', 'webhooks:manage'];
    case 'staff':
      return [...ofOrganisation, 'notes:write', 'keys:manage'];
    case 'organisation-service':
      return [...ofOrganisation, 'webhooks:manage'];
  }
}

/** The roles that a key for a program may have: roles that read. Operators and services have no such key. */
export const programRoles = ['analyst', 'app', 'staff', 'auditor'] as const satisfies readonly Role[];

/** A role that a key for a program may have. */
export type ProgramRole = (typeof programRoles)[number];

/**
 * The scopes that a key for a program of a role may have: the role's usual scopes, without scopes that permit changes.
 */
export function programScopes(role: ProgramRole): readonly string[] {
  return usualScopes(role).filter((scope) => !doing.includes(scope));
}
