import { gatewayItself } from '@hub/protocol';
import { Kind } from 'graphql';
import type { Supergraph } from '../../supergraph/supergraph.js';

/** The subgraphs of a field. */
export interface FieldSource {
  /** The subgraphs that answer it. */
  readonly graphs: ReadonlySet<string>;
  /** The subgraphs that answer its required fields first. */
  readonly requires: readonly string[];
}

/** Gives the source of a field by its coordinate `Type.field`; undefined if no subgraph answers it. */
export type FieldSources = (coordinate: string) => FieldSource | undefined;

/** Finds the subgraphs of a supergraph's fields. Fields that the gateway answers itself have none. */
export function fieldSources(supergraph: Supergraph): FieldSources {
  const known = new Map<string, FieldSource | undefined>();
  const own = supergraph.subgraphs.find(({ url }) => url === gatewayItself.url)?.name;
  const graphsOf = (type: string, name: string) => supergraph.answering(type, name).filter((graph) => graph !== own);

  const find = (type: string, name: string): FieldSource | undefined => {
    const graphs = graphsOf(type, name);
    if (graphs.length === 0) return undefined;
    const required = supergraph.subgraphs.flatMap((subgraph) =>
      (subgraph.field(type, name)?.requires?.selections ?? []).flatMap((selection) =>
        selection.kind === Kind.FIELD ? graphsOf(type, selection.name.value) : [],
      ),
    );
    return { graphs: new Set(graphs), requires: [...new Set(required)] };
  };
  return (coordinate) => {
    if (!known.has(coordinate)) {
      const [type = '', name = ''] = coordinate.split('.');
      known.set(coordinate, find(type, name));
    }
    return known.get(coordinate);
  };
}
