import { gatewayItself } from '../organisations/hub-parts.js';
import { type DirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** The fields, as `Type.field`, that only one subgraph answers, by the subgraph's name. */
export type OwnedFields = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads the fields that only one subgraph answers from a supergraph. Keys and other fields of several subgraphs belong
 * to none: they link organisations' data. The gateway's own fields belong to no organisation either.
 * @see https://specs.apollo.dev/join/v0.5/
 */
export function ownedFields(supergraph: DocumentNode): OwnedFields {
  const names = new Map<string, string>();
  const owned = new Map<string, Set<string>>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const [graph] = applied(value.directives, 'join__graph');
      if (graph?.['url'] === gatewayItself.url) continue;
      const name = graph?.['name'];
      names.set(value.name.value, typeof name === 'string' ? name : value.name.value);
    }
  }
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const ofType = applied(definition.directives, 'join__type').map(({ graph }) => String(graph));
    for (const field of definition.fields ?? []) {
      const joins = applied(field.directives, 'join__field');
      const ofField = joins
        .filter(
          ({ graph, external, usedOverridden }) => graph !== undefined && external !== true && usedOverridden !== true,
        )
        .map(({ graph }) => String(graph));
      const graphs = new Set(joins.length > 0 ? ofField : ofType);
      const [graph] = graphs;
      const name = graph === undefined || graphs.size > 1 ? undefined : names.get(graph);
      if (name === undefined) continue;
      const fields = owned.get(name) ?? new Set<string>();
      owned.set(name, fields.add(`${definition.name.value}.${field.name.value}`));
    }
  }
  return owned;
}

/** The arguments of each application of a directive. */
function applied(directives: readonly DirectiveNode[] = [], name: string): Record<string, unknown>[] {
  return directives
    .filter((directive) => directive.name.value === name)
    .map(({ arguments: given = [] }) =>
      Object.fromEntries(given.map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)])),
    );
}
