import { gatewayItself } from '@hub/schema';
import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, type InterfaceTypeDefinitionNode } from 'graphql';
import { applied, argument } from '../../supergraph/applied.js';
import { fieldSet } from '../../supergraph/field-set.js';

/** Where a field comes from. */
export interface FieldSource {
  /** The subgraphs that answer it, as the supergraph's enum has them. */
  readonly graphs: ReadonlySet<string>;
  /** The subgraphs that answer what it requires first. */
  readonly requires: readonly string[];
}

/** Tells where a field comes from, by its coordinate `Type.field`; undefined where the supergraph does not say. */
export type FieldSources = (coordinate: string) => FieldSource | undefined;

type FieldsDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Reads which subgraphs answer the fields of a supergraph. What the gateway answers itself comes from none.
 * @see https://specs.apollo.dev/join/v0.5/
 */
export function readFieldSources(supergraph: DocumentNode): FieldSources {
  const types = supergraph.definitions.filter(
    (definition): definition is FieldsDefinition =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  const graphsOf = (joins: readonly Join[]): ReadonlySet<string> =>
    new Set(graphNames(joins).filter((graph) => graph !== own));
  const own = ownGraph(supergraph);
  const graphs = new Map<string, ReadonlySet<string>>();
  for (const type of types) {
    const ofType = graphsOf(applied(type, 'join__type'));
    for (const field of type.fields ?? []) {
      const joins = applied(field, 'join__field');
      const own = graphsOf(joins.filter((join) => argument(join, 'external') !== true));
      graphs.set(`${type.name.value}.${field.name.value}`, joins.length === 0 || own.size === 0 ? ofType : own);
    }
  }
  const sources = new Map<string, FieldSource>();
  for (const type of types) {
    for (const field of type.fields ?? []) {
      const required = applied(field, 'join__field').flatMap((join) => {
        const text = argument(join, 'requires');
        if (typeof text !== 'string') return [];
        return fieldSet(text).selections.flatMap((selection) =>
          selection.kind === Kind.FIELD ? [...(graphs.get(`${type.name.value}.${selection.name.value}`) ?? [])] : [],
        );
      });
      const coordinate = `${type.name.value}.${field.name.value}`;
      const own = graphs.get(coordinate);
      if (own && own.size > 0) sources.set(coordinate, { graphs: own, requires: [...new Set(required)] });
    }
  }
  return (coordinate) => sources.get(coordinate);
}

type Join = Parameters<typeof argument>[0];

function graphNames(joins: readonly Join[]): string[] {
  return joins.map((join) => argument(join, 'graph')).filter((graph) => typeof graph === 'string');
}

/** What the supergraph's enum calls the gateway itself; undefined where it has none of that. */
function ownGraph({ definitions }: DocumentNode): string | undefined {
  const graphs = definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
      ? (definition.values ?? [])
      : [],
  );
  const isOwn = (join: Join) => argument(join, 'url') === gatewayItself.url;
  return graphs.find((graph) => applied(graph, 'join__graph').some(isOwn))?.name.value;
}
