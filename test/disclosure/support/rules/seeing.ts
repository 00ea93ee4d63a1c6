import type { CellId, Structure } from '../structure.js';
import type { Rule, Shown } from './rule.js';

/** What is published together, and how it belongs together. */
export interface Published {
  readonly structure: Structure;
  readonly shown: Shown;
}

/**
 * The knowledge of a caller with access to a part of the published counts. For each number, the caller also learns
 * whether another count lowered it. This is more than a real caller knows, since the other count may be hidden.
 */
export function seeing(rule: Rule, published: readonly Published[], seen: ReadonlySet<CellId>): Rule {
  return {
    ...rule,
    learn: (_structure, _shown, system, variableOf) => {
      const variables = new Set([...seen].map(variableOf));
      const bound: typeof system.bound = (variable, least, most) => {
        if (variables.has(variable)) system.bound(variable, least, most);
      };
      const ofSeen = Object.create(system, { bound: { value: bound } }) as typeof system;
      for (const { structure, shown } of published) rule.learn(structure, shown, ofSeen, variableOf);
    },
  };
}
