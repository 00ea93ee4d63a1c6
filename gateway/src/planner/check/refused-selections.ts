import { Kind, type SelectionSetNode } from 'graphql';
import type { Operation } from '../operation.js';
import { isComposite, namedType, type SubgraphTypes, type SupergraphTypes } from '../subgraph-types.js';

/**
 * What a subgraph's validation would refuse of a fetch, whatever the data: fields that the type of the place does not
 * have there, objects of which nothing is asked, leaves of which something is, and fragments on types that are unknown
 * there or can never be met.
 * @param name the subgraph's.
 */
export function refusedSelections(
  { definition, fragments }: Operation,
  types: SupergraphTypes,
  name: string,
): readonly string[] {
  const subgraph = types.of(name);
  const refused: string[] = [];
  const visited = new Set<string>();

  const inSet = ({ selections }: SelectionSetNode, parent: string | undefined): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const { name: field, selectionSet } = selection;
        if (field.value === '__typename' || parent === undefined) continue;
        const known = subgraph.field(parent, field.value);
        const type = known && namedType(known.type);
        if (type === undefined) refused.push(`${name} has no ${parent}.${field.value}`);
        else if ((selectionSet !== undefined) !== isComposite(types.get(type)))
          refused.push(
            `${name} is asked for ${parent}.${field.value} ${selectionSet ? 'with' : 'without'} what is below`,
          );
        else if (selectionSet) inSet(selectionSet, type);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const condition = fragment.typeCondition?.name.value;
      if (condition !== undefined) {
        if (!subgraph.knows(condition)) refused.push(`${name} has no type ${condition}`);
        else if (parent !== undefined && !overlap(subgraph, parent, condition))
          refused.push(`${name} has no ${parent} that is a ${condition}`);
        else if (selection.kind === Kind.INLINE_FRAGMENT) inSet(fragment.selectionSet, condition);
      } else inSet(fragment.selectionSet, parent);
      if (selection.kind !== Kind.FRAGMENT_SPREAD || visited.has(selection.name.value)) continue;
      visited.add(selection.name.value);
      inSet(fragment.selectionSet, condition);
    }
  };

  const root = types.root(definition.operation);
  for (const selection of definition.selectionSet.selections) {
    const isEntities = selection.kind === Kind.FIELD && selection.name.value === '_entities';
    // The union of all entities is part of no supergraph.
    if (isEntities && selection.selectionSet) inSet(selection.selectionSet, undefined);
    else inSet({ kind: Kind.SELECTION_SET, selections: [selection] }, root);
  }
  return refused;
}

function overlap(subgraph: SubgraphTypes, one: string, other: string): boolean {
  if (one === other) return true;
  const [ofOne, ofOther] = [subgraph.objectsOf(one), subgraph.objectsOf(other)];
  return ofOne.some((type) => ofOther.includes(type));
}
