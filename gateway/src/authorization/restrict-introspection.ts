import { isMet, type Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';
import type { Rights } from '../request/rights.js';

/** The callers that may use introspection: all, only authenticated ones, or none. */
export type Introspection = 'all' | 'authenticated' | 'none';

const demands: Readonly<Record<Exclude<Introspection, 'all'>, Requirement>> = {
  authenticated: { kind: 'authenticated' },
  none: { kind: 'scopes', anyOf: [] },
};

/** Whether a caller with these rights may use introspection. */
export function mayIntrospect(introspection: Introspection, rights: Rights): boolean {
  return introspection === 'all' || isMet(demands[introspection], rights);
}

/**
 * Adds requirements to the introspection fields.
 * @param query the name of the query root type.
 */
export function restrictIntrospection(
  requirements: Requirements,
  query: string,
  introspection: Introspection,
): Requirements {
  if (introspection === 'all') return requirements;
  const demanded = [demands[introspection]];
  return {
    ...requirements,
    isEmpty: false,
    ofField: (type, field) =>
      type === query && (field === '__schema' || field === '__type') ? demanded : requirements.ofField(type, field),
  };
}
