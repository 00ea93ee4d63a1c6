import { type DocumentNode, type FieldNode, Kind, type SelectionNode, type SelectionSetNode, visit } from 'graphql';
import { conditionValue } from './conditions.js';

/**
 * Takes out of an operation what the same variable both skips and includes, and so never asks for: Hive's planner heeds
 * one of the two directives.
 */
export function withoutContradictions(document: DocumentNode): DocumentNode {
  const leave = (node: SelectionNode) => (isContradictory(node) ? null : undefined);
  return visit(document, {
    Field: leave,
    FragmentSpread: leave,
    InlineFragment: leave,
    SelectionSet: {
      leave: (set): SelectionSetNode | undefined =>
        set.selections.length > 0 ? undefined : { ...set, selections: [typename] },
    },
  });
}

function isContradictory(node: SelectionNode): boolean {
  const [skip, include] = [conditionValue(node, 'skip'), conditionValue(node, 'include')];
  return skip?.kind === Kind.VARIABLE && include?.kind === Kind.VARIABLE && skip.name.value === include.name.value;
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
