import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What selection sets are read with: fragments, and the values of the variables that `@skip` and `@include` read. */
export interface Selecting {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether a fragment on a type applies to an object of another. */
  readonly applies: (condition: string, type: string) => boolean;
}

/**
 * The fields of selection sets for an object type, in the order of the response, those of one response key together.
 * @see https://spec.graphql.org/September2025/#CollectFields()
 */
export function collectFields(
  selecting: Selecting,
  type: string,
  selectionSets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const grouped = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const selectionSet of selectionSets) collect(selecting, type, selectionSet, grouped, visited);
  return grouped;
}

function collect(
  selecting: Selecting,
  type: string,
  selectionSet: SelectionSetNode,
  grouped: Map<string, FieldNode[]>,
  visited: Set<string>,
): void {
  for (const selection of selectionSet.selections) {
    if (!isIncluded(selection, selecting.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = responseKey(selection);
      const same = grouped.get(key);
      if (same) same.push(selection);
      else grouped.set(key, [selection]);
      continue;
    }
    let fragment: Pick<FragmentDefinitionNode, 'selectionSet'> & { readonly typeCondition?: unknown } =
      selection as never;
    let condition: string | undefined;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const definition = selecting.fragments.get(selection.name.value);
      if (!definition || visited.has(selection.name.value)) continue;
      visited.add(selection.name.value);
      fragment = definition;
      condition = definition.typeCondition.name.value;
    } else condition = selection.typeCondition?.name.value;
    if (condition !== undefined && !selecting.applies(condition, type)) continue;
    collect(selecting, type, fragment.selectionSet, grouped, visited);
  }
}

/** The name under which a response holds a field. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function isIncluded({ directives }: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  return directives?.every((directive) => allows(directive, variables)) ?? true;
}

function allows(directive: DirectiveNode, variables: Readonly<Record<string, unknown>>): boolean {
  const name = directive.name.value;
  if (name !== 'skip' && name !== 'include') return true;
  const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
  const on =
    value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : value?.kind === Kind.BOOLEAN && value.value;
  return on === (name === 'include');
}
