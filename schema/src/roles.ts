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

/** A role of the hub's callers. */
export type Role = (typeof roles)[number];
