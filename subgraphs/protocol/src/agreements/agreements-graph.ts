import { type DocumentNode, Kind } from 'graphql';
import { type OwnedFields, ownedFields } from './owned-fields.js';

/** What files of agreements may name of a graph. */
export interface AgreementsGraph {
  readonly owned: OwnedFields;
  /** Every type, field and argument, as `Goal`, `Goal.progress` and `Goal.progress(commune:)`. */
  readonly places: ReadonlySet<string>;
}

/** Reads from a supergraph what files of agreements may name. */
export function agreementsGraph(supergraph: DocumentNode): AgreementsGraph {
  const places = new Set<string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const type = definition.name.value;
    places.add(type);
    for (const { name, arguments: taken = [] } of definition.fields ?? []) {
      places.add(`${type}.${name.value}`);
      for (const argument of taken) places.add(`${type}.${name.value}(${argument.name.value}:)`);
    }
  }
  return { owned: ownedFields(supergraph), places };
}
