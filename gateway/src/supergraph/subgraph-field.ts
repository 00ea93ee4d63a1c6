import type { SelectionSetNode, TypeNode } from 'graphql';
import type { ContextArgument } from './context-arguments.js';
import type { IsOverridden } from './override-labels.js';

/** A field in one subgraph. */
export interface SubgraphField {
  readonly type: TypeNode;
  /** The subgraph names the field, and resolves it only where it `@provides` it. */
  readonly isExternal: boolean;
  /** Fields that the request must contain so that the subgraph can compute the field. */
  readonly requires: SelectionSetNode | undefined;
  /** @see https://specs.apollo.dev/context/v0.1 */
  readonly contextArguments: readonly ContextArgument[];
  /** Fields below this one that the subgraph resolves here, although they are external elsewhere. */
  readonly provides: SelectionSetNode | undefined;
  /**
   * The progressive override that decides whether this subgraph resolves the field: while the override is on, or while
   * it is off.
   */
  readonly override: { readonly label: string; readonly answersWhen: 'on' | 'off' } | undefined;
}

/** Whether a subgraph computes a field from data in the request. */
export function isComputed({ requires, contextArguments }: SubgraphField): boolean {
  return requires !== undefined || contextArguments.length > 0;
}

/** Whether a subgraph resolves a field under the present overrides. */
export function isInUse({ override }: SubgraphField, isOverridden: IsOverridden): boolean {
  return !override || isOverridden(override.label) === (override.answersWhen === 'on');
}
