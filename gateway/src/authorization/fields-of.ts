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

/** A field where it stands in an operation, with the type of which it is asked there. */
export type FieldOfType = readonly [parent: GraphQLCompositeType, field: FieldNode];

/**
 * The fields that a selection set asks of an object, also those within fragments, each spread but once.
 * @param isIncluded leaves out selections, fragments with all that is in them.
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
