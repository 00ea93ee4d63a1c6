import {
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isCompositeType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { keyForCaller } from '../operation/aliases.js';
import { isIncluded } from '../operation/conditions.js';
import type { Operation } from '../operation/operation.js';
import type { Decision } from './decision.js';
import { fieldsOf } from './fields-of.js';
import { FieldRefusal } from './unauthorized.js';

/** A field of an operation that its caller may not see. */
export interface RefusedPlace {
  /** The response keys from the root, without list indexes. */
  readonly path: readonly string[];
  readonly refusal: FieldRefusal;
}

/**
 * Finds an operation's fields that are refused on at least one object. The search stops at a refused field. It reads
 * each fragment only where it is spread first, because nested fragments can make a small operation very large.
 * @param variables coerced values with defaults: a field that `@skip` or `@include` leaves out is not refused.
 * @param schema the schema that callers see.
 */
export function refusedPlaces(
  { definition, fragments }: Operation,
  decision: Decision,
  variables: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): RefusedPlace[] {
  const refused = new Map<string, RefusedPlace>();
  const spread = new Set<string>();
  const find = (set: SelectionSetNode, type: GraphQLCompositeType, path: readonly string[]): void => {
    const included = (node: SelectionNode) => isIncluded(node, variables);
    for (const [parent, field] of fieldsOf(set, type, fragments, schema, included, spread)) {
      const name = field.name.value;
      const here = [...path, keyForCaller(field)];
      const refusedBy = decision.why(parent.name, name);
      if (refusedBy) {
        refused.set(here.join('.'), { path: here, refusal: new FieldRefusal(name, refusedBy) });
        continue;
      }
      const returned = 'getFields' in parent ? parent.getFields()[name]?.type : undefined;
      const below = returned && getNamedType(returned);
      if (field.selectionSet && isCompositeType(below)) find(field.selectionSet, below, here);
    }
  };
  const root = schema.getRootType(definition.operation);
  if (root) find(definition.selectionSet, root, []);
  return [...refused.values()];
}
