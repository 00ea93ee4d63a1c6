import { isMet, type Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';
import type { Rights } from '../request/rights.js';

/** Who may ask about the schema: everyone, whoever is known, or nobody. */
export type Introspection = 'all' | 'authenticated' | 'none';

const demands: Readonly<Record<Exclude<Introspection, 'all'>, Requirement>> = {
  authenticated: { kind: 'authenticated' },
  none: { kind: 'scopes', anyOf: [] },
};

/** Whether a caller of some rights may ask about the schema. */
export function mayIntrospect(introspection: Introspection, rights: Rights): boolean {
  return introspection === 'all' || isMet(demands[introspection], rights);
}

/**
 * Requirements that demand something for questions about the schema, as for any other field.
 * @param query the name of the type whose fields these are.
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
