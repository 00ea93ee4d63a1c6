import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** A field in an operation, with its parent type. */
export type FieldOfType = readonly [parent: GraphQLCompositeType, field: FieldNode];

/**
 * The fields that a selection set selects on an object, including fields in fragments; each fragment is read once.
 * @param isIncluded leaves out selections; a fragment is left out with its fields.
 */
export function fieldsOf(
  { selections }: SelectionSetNode,
  parent: GraphQLCompositeType,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  schema: GraphQLSchema,
  isIncluded: (selection: SelectionNode) => boolean = () => true,
  spread = new Set<string>(),
): FieldOfType[] {
  return selections.filter(isIncluded).flatMap((selection): FieldOfType[] => {
    if (selection.kind === Kind.FIELD) return [[parent, selection]];
    let fragment: Pick<FragmentDefinitionNode, 'selectionSet'> & Partial<FragmentDefinitionNode> = selection as never;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const definition = fragments.get(selection.name.value);
      if (!definition || spread.has(selection.name.value)) return [];
      spread.add(selection.name.value);
      fragment = definition;
    }
    const { typeCondition, selectionSet } = fragment;
    const type = typeCondition ? schema.getType(typeCondition.name.value) : parent;
    return isCompositeType(type) ? fieldsOf(selectionSet, type, fragments, schema, isIncluded, spread) : [];
  });
}
