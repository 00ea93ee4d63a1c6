import type { CellId, Structure } from '../structure.js';
import type { Rule, Shown } from './rule.js';

/** What is published together, and how it belongs together. */
export interface Published {
  readonly structure: Structure;
  readonly shown: Shown;
}

/**
 * What somebody learns who is shown some of what is published by a rule. Of each number it is told, too, whether that was
 * lowered for another's sake: more than it could know, for it may not see the other.
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
