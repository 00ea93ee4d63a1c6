import type { SelectionSetNode, TypeNode } from 'graphql';
import type { ContextArgument } from './context-arguments.js';
import type { IsOverridden } from './override-labels.js';

/** A field as one subgraph has it. */
export interface SubgraphField {
  readonly type: TypeNode;
  /** The subgraph names it, and answers it only along the ways on which it provides it. */
  readonly isExternal: boolean;
  /** What must be sent along for the field to be computed. */
  readonly requires: SelectionSetNode | undefined;
  /** @see https://specs.apollo.dev/context/v0.1 */
  readonly contextArguments: readonly ContextArgument[];
  /** What the subgraph answers below this field though it is external elsewhere. */
  readonly provides: SelectionSetNode | undefined;
  /** The label on which it depends whether this subgraph answers the field: once the override is on, or until then. */
  readonly override: { readonly label: string; readonly answersWhen: 'on' | 'off' } | undefined;
}

/** Whether a subgraph computes a field from what it is sent along. */
export function isComputed({ requires, contextArguments }: SubgraphField): boolean {
  return requires !== undefined || contextArguments.length > 0;
}

/** Whether a subgraph answers a field as the progressive overrides stand. */
export function isInUse({ override }: SubgraphField, isOverridden: IsOverridden): boolean {
  return !override || isOverridden(override.label) === (override.answersWhen === 'on');
}
