import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * How many pairs of fields a document's operations ask for at the same place of their responses: that is what the rule
 * that such fields can be merged compares, each with each. Fragments count wherever they are spread, so the document's
 * `operationSize` must be known to be small.
 * @param enough at which counting stops.
 */
export function repetitions({ definitions }: DocumentNode, enough: number): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  let pairs = 0;

  const count = (sets: readonly SelectionSetNode[]): void => {
    const places = new Map<string, { fields: number; readonly below: SelectionSetNode[] }>();
    for (const set of sets) collect(set, places, new Set());
    for (const { below } of places.values()) if (below.length > 0 && pairs < enough) count(below);
  };

  const collect = (
    { selections }: SelectionSetNode,
    places: Map<string, { fields: number; readonly below: SelectionSetNode[] }>,
    within: ReadonlySet<string>,
  ): void => {
    for (const selection of selections) {
      if (pairs >= enough) return;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const place = places.get(key) ?? { fields: 0, below: [] };
        pairs += place.fields;
        place.fields += 1;
        if (selection.selectionSet) place.below.push(selection.selectionSet);
        places.set(key, place);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, places, within);
      else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        if (fragment && !within.has(name)) collect(fragment.selectionSet, places, new Set([...within, name]));
      }
    }
  };

  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) count([definition.selectionSet]);
  }
  return pairs;
}
