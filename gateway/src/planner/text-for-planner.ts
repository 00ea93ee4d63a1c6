import { Kind, print } from 'graphql';
import type { Supergraph } from '../supergraph/supergraph.js';
import { withoutContradictions } from './contradictory-conditions.js';
import { withTypesOfHidden } from './hidden-types.js';
import { type Operation, plannedPartOf } from './operation.js';
import { type RewriteSet, rewriteSelections, typename } from './selections.js';
import { withTypedFragments } from './typed-fragments.js';

/**
 * The part of an operation that subgraphs answer, with what its plan depends on and the planner does not see to; empty
 * where there is none.
 */
export function textForPlanner(
  operation: Operation,
  { api, mayBeHidden }: Pick<Supergraph, 'api' | 'mayBeHidden'>,
): string {
  const rewrites = [withPlainTypename, withTypedFragments, withTypesOfHidden(mayBeHidden)];
  const planned = plannedPartOf(rewriteSelections(withoutContradictions(operation), api, rewrites));
  return planned ? print(planned) : '';
}

/** Objects of abstract types are told apart by `__typename`, whatever the client calls it. */
const withPlainTypename: RewriteSet = (selections) =>
  selections.some((field) => field.kind === Kind.FIELD && field.alias && field.name.value === '__typename')
    ? [...selections, typename]
    : selections;
