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
 * Removes the refused fields from an operation. If only some objects of an abstract type refuse a field, the operation
 * selects it on the other types, and also selects `__typename` to decide which objects get null.
 * @param schema the schema that callers see.
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

  /** Whether one of the possible types of an abstract object refuses a selected field. */
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
