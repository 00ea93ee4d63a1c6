/**
 * The roles of the hub's callers, as the issuer's tokens name them in `roles`: what each is for, docs/trust.md says.
 * Budgets and purposes name these and no others.
 */
export const roles = ['analyst', 'staff', 'organisation-service', 'app', 'auditor', 'operator'] as const;

/** Whether a role is that of a program of the hub's organisations, which asks in nobody's name but its own. */
export function isServiceRole(role: string): boolean {
  return role === 'organisation-service';
}

/** A role of the hub's callers. */
export type Role = (typeof roles)[number];

/** The province's figures, the organisations' shares in them, and the organisations' records. */
const data: readonly string[] = ['progress:read', 'contributions:read', 'records:read'];

/** The scope by which an organisation's own staff and services bring its files and records. */
export const importsScope = 'imports:write';

/** Scopes that let something be done; all others let something be read. */
const doing: readonly string[] = [
  ...['progress:publish', 'progress:approve', 'releases:accept', 'keys:manage', 'organisations:manage'],
  'webhooks:manage',
  'notes:write',
  importsScope,
];

/**
 * The scopes that a role usually has: what the development issuer gives, and the most that a key for a program of this
 * role may have. The issuer of a deployment decides what its tokens have.
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

/** The roles that a key for a program may have: those that read. Whoever runs the hub or its services has no such key. */
export const programRoles = ['analyst', 'app', 'staff', 'auditor'] as const satisfies readonly Role[];

/** A role that a key for a program may have. */
export type ProgramRole = (typeof programRoles)[number];

/** Whether a key for a program may have a role. */
export function isProgramRole(role: string): role is ProgramRole {
  return (programRoles as readonly string[]).includes(role);
}

/** The most that a key for a program of a role may have: the role's usual scopes, without those that let something be done. */
export function programScopes(role: ProgramRole): readonly string[] {
  return usualScopes(role).filter((scope) => !doing.includes(scope));
}
