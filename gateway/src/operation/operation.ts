import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  separateOperations,
} from 'graphql';
import { eachSelection } from './selections.js';

/** An operation with the fragments of its document. */
export interface Operation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** The operations of a document, each with the fragments that it uses. */
export function operationsOf(document: DocumentNode): readonly Operation[] {
  const own = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const documents = own.length > 1 ? Object.values(separateOperations(document)) : [document];
  return documents.flatMap(({ definitions }) => {
    const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    const definition = definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
    return definition ? [{ definition, fragments: new Map(fragments.map((one) => [one.name.value, one])) }] : [];
  });
}

/** A document with one operation. */
export function documentOf({ definition, fragments }: Operation): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [definition, ...fragments.values()] };
}

/** The introspection fields, which the gateway answers itself. */
const aboutSchema = new Set(['__schema', '__type']);

/**
 * The introspection part of an operation; undefined if there is none.
 * @param isAllowed which introspection fields may be answered.
 */
export function introspectionOf(
  { definition, fragments }: Operation,
  isAllowed = (_field: string) => true,
): DocumentNode | undefined {
  const selectionSet = rootFields(
    definition.selectionSet,
    fragments,
    (name) => aboutSchema.has(name) && isAllowed(name),
  );
  if (selectionSet.selections.length === 0) return undefined;
  return { kind: Kind.DOCUMENT, definitions: [{ ...definition, selectionSet }, ...fragments.values()] };
}

/** A root selection set reduced to some fields, with spread fragments inlined. */
function rootFields(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  wanted: (field: string) => boolean,
): SelectionSetNode {
  return {
    kind: Kind.SELECTION_SET,
    selections: selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return wanted(selection.name.value) ? [selection] : [];
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) return [];
      const { typeCondition, selectionSet } = fragment;
      const inner = rootFields(selectionSet, fragments, wanted);
      if (inner.selections.length === 0) return [];
      return [
        { kind: Kind.INLINE_FRAGMENT, typeCondition, directives: selection.directives ?? [], selectionSet: inner },
      ];
    }),
  };
}

const conditional = new Set(['skip', 'include', 'defer']);

/** The names of the variables in `@skip`, `@include` and `@defer`. */
export function conditionVariables({ definition, fragments }: Operation): string[] {
  const names = new Set<string>();
  for (const { selectionSet } of [definition, ...fragments.values()]) {
    eachSelection(selectionSet, ({ directives }) => {
      for (const { name, arguments: given } of directives ?? []) {
        if (!conditional.has(name.value)) continue;
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      }
    });
  }
  return [...names].sort();
}
