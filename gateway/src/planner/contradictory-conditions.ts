import { Kind, type SelectionNode } from 'graphql';
import { conditionValue } from './conditions.js';
import { typename } from './selections.js';

/**
 * Takes out of a selection set what the same variable both skips and includes, and so never asks for: Hive's planner
 * heeds one of the two directives.
 */
export function withoutContradictions(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  if (!selections.some(isContradictory)) return selections;
  const left = selections.filter((selection) => !isContradictory(selection));
  return left.length > 0 ? left : [typename];
}

function isContradictory(node: SelectionNode): boolean {
  const [skip, include] = [conditionValue(node, 'skip'), conditionValue(node, 'include')];
  return skip?.kind === Kind.VARIABLE && include?.kind === Kind.VARIABLE && skip.name.value === include.name.value;
}
