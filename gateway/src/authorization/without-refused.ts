import {
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Operation } from '../operation/operation.js';
import { typename, withSelectionSets } from '../operation/selections.js';
import type { Decision } from './decision.js';
import { fieldsOf } from './fields-of.js';
import type { Requirements } from './requirements.js';

/**
 * What is left of an operation without the fields that are refused. A field of an abstract type that is refused on some
 * of its objects is asked of the others alone, and the objects are asked for their type, on which it depends what of
 * them is null.
 * @param schema the one that callers see.
 */
export function withoutRefused(
  operation: Operation,
  decision: Decision,
  requirements: Requirements,
  schema: GraphQLSchema,
): Operation {
  const selectionSet = ({ selections }: SelectionSetNode, parent: GraphQLCompositeType): SelectionSetNode => {
    const kept = selections.flatMap((selection) => selectionsLeft(selection, parent));
    return { kind: Kind.SELECTION_SET, selections: kept.length > 0 ? kept : [typename] };
  };

  const selectionsLeft = (selection: SelectionNode, parent: GraphQLCompositeType): SelectionNode[] => {
    switch (selection.kind) {
      case Kind.FIELD:
        return fieldLeft(selection, parent);
      case Kind.FRAGMENT_SPREAD:
        return [selection];
      case Kind.INLINE_FRAGMENT: {
        const condition = selection.typeCondition?.name.value;
        const type = condition === undefined ? parent : schema.getType(condition);
        if (!isCompositeType(type)) return [];
        return [{ ...selection, selectionSet: selectionSet(selection.selectionSet, type) }];
      }
    }
  };

  const fieldLeft = (field: FieldNode, parent: GraphQLCompositeType): SelectionNode[] => {
    const name = field.name.value;
    if (name.startsWith('__')) return [field];
    const left = fieldBelow(field, parent);
    if (!decision.refuses(parent.name, name)) return [left];
    if (isObjectType(parent)) return [];
    return requirements
      .possibleTypes(parent.name)
      .filter((type) => schema.getType(type) && !decision.refuses(type, name))
      .map((type) => onType(type, left));
  };

  const fieldBelow = (field: FieldNode, parent: GraphQLCompositeType): FieldNode => {
    const definitionOf = 'getFields' in parent ? parent.getFields()[field.name.value] : undefined;
    const type = definitionOf && getNamedType(definitionOf.type);
    if (!field.selectionSet || !isCompositeType(type)) return field;
    const below = selectionSet(field.selectionSet, type);
    if (below.selections.includes(typename) || !hasRefused(field.selectionSet, type))
      return { ...field, selectionSet: below };
    return { ...field, selectionSet: { ...below, selections: [...below.selections, typename] } };
  };

  /** Whether some of what is asked of an abstract object itself is refused, were it of some type. */
  const hasRefused = (set: SelectionSetNode, type: GraphQLCompositeType): boolean =>
    fieldsOf(set, type, operation.fragments, schema).some(([parent, { name }]) =>
      decision.refuses(parent.name, name.value),
    );

  return withSelectionSets(operation, (set, on) => {
    const type = on === undefined ? schema.getRootType(operation.definition.operation) : schema.getType(on);
    return isCompositeType(type) ? selectionSet(set, type) : set;
  });
}

function onType(type: string, field: FieldNode): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
  };
}
