import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { SubgraphField } from '../supergraph/subgraph-field.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import { SupergraphError } from '../errors/supergraph-error.js';
import { demandedBy } from './demanded.js';
import { imply, shownRequirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/**
 * Refuses a supergraph in which a field reads other fields with stricter requirements. The gateway fetches the fields
 * of `@requires` and `@fromContext` for every caller, so such a field would leak them. Composition refuses it too, from
 * 2.9.4 on.
 * @throws SupergraphError naming the fields and the subgraph.
 */
export function refuseReachingThrough(requirements: Requirements, supergraph: Supergraph): void {
  if (requirements.isEmpty) return;
  for (const type of supergraph.types) {
    for (const name of supergraph.fields(type).keys()) {
      for (const subgraph of supergraph.subgraphs) {
        const field = subgraph.field(type, name);
        if (!field) continue;
        for (const object of supergraph.possibleTypes(type)) {
          const given = [...requirements.ofType(object), ...requirements.ofField(object, name)];
          for (const [from, selection] of readsOf(field, object, supergraph)) {
            for (const [parent, read] of fieldsBelow(selection, from, supergraph)) {
              const missing = demandedBy(requirements, parent, read.name.value).find((wanted) => !imply(given, wanted));
              if (!missing) continue;
              throw new SupergraphError(
                `${object}.${name} of the subgraph ${subgraph.name} requires ${parent}.${read.name.value}, ` +
                  `which demands ${shownRequirement(missing)}: expected ${object}.${name} to demand it too`,
              );
            }
          }
        }
      }
    }
  }
}

/** The selections that a field reads through `@requires` and `@fromContext`, each with the type that it applies to. */
function readsOf(
  { requires, contextArguments }: SubgraphField,
  object: string,
  supergraph: Supergraph,
): (readonly [type: string, SelectionSetNode])[] {
  const taken = contextArguments.flatMap(({ context, selection }) =>
    supergraph.typesWithContext(context).map((type) => [type, selection] as const),
  );
  return requires ? [[object, requires], ...taken] : taken;
}

/** All fields of a field set, nested fields too, each with its parent type. */
function fieldsBelow(
  { selections }: SelectionSetNode,
  type: string,
  supergraph: Supergraph,
): (readonly [type: string, FieldNode])[] {
  return selections.flatMap((selection): (readonly [string, FieldNode])[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return fieldsBelow(selection.selectionSet, selection.typeCondition?.name.value ?? type, supergraph);
    const { name, selectionSet } = selection;
    const below = supergraph.fieldType(type, name.value);
    const inner = selectionSet && below !== undefined ? fieldsBelow(selectionSet, below, supergraph) : [];
    return [[type, selection], ...inner];
  });
}
