import { type DocumentNode, Kind } from 'graphql';
import { type OwnedFields, ownedFields } from './owned-fields.js';

/** The names of a graph that files of agreements may use. */
export interface AgreementsGraph {
  readonly owned: OwnedFields;
  /** Every type, field and argument, such as `Goal`, `Goal.progress` and `Goal.progress(commune:)`. */
  readonly places: ReadonlySet<string>;
}

/** Reads the names for files of agreements from a supergraph. */
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
