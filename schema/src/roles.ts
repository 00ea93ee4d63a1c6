/**
 * The roles of the hub's callers, as the issuer's tokens name them in `roles`: what each is for, docs/trust.md says.
 * Budgets and purposes name these and no others.
 */
export const roles = [
  'analyst',
  'staff',
  'organisation-service',
  'movement-service',
  'app',
  'auditor',
  'operator',
] as const;

/** Whether a role is that of a program of the hub's organisations, which asks in nobody's name but its own. */
export function isServiceRole(role: string): boolean {
  return role === 'movement-service' || role === 'organisation-service';
}

/** A role of the hub's callers. */
export type Role = (typeof roles)[number];
