import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** An operation as the query planner wrote it for a subgraph. */
export interface PlannedOperation {
  readonly selectionSet: SelectionSetNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Reads an operation and its fragments. */
export function readOperation(text: string): PlannedOperation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of parse(text, { noLocation: true }).definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition;
  }
  return { selectionSet: operation?.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] }, fragments };
}

/**
 * The fields of a selection set, those in fragments too.
 * @param applies whether a fragment on that type is looked into.
 */
export function fieldsOf(
  { selectionSet, fragments }: PlannedOperation,
  applies: (typeCondition: string) => boolean,
): FieldNode[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment || (fragment.typeCondition && !applies(fragment.typeCondition.name.value))) return [];
    return fieldsOf({ selectionSet: fragment.selectionSet, fragments }, applies);
  });
}

/** The name under which a response holds a field. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
