import { gatewayItself, node } from '@hub/protocol';
import { OperationTypeNode } from 'graphql';
import type { CostDirectives, ListSize } from '../../supergraph/cost-directives.js';
import type { Supergraph } from '../../supergraph/supergraph.js';
import { type FieldSources, fieldSources } from './field-sources.js';

/** The inputs of cost estimates: a supergraph's directives, and the subgraphs of its fields. */
export interface CostModel extends CostDirectives {
  readonly source: FieldSources;
}

export function costModel(supergraph: Supergraph): CostModel {
  const { costs } = supergraph;
  const isHubs = supergraph.subgraphs.some(({ url }) => url === gatewayItself.url);
  const byIds = isHubs ? `${supergraph.root(OperationTypeNode.QUERY)}.nodes` : undefined;
  return {
    ...costs,
    // `@listSize` cannot take one list's length for another.
    listSize: (coordinate) => costs.listSize(coordinate) ?? (coordinate === byIds ? listOfNodes : undefined),
    source: fieldSources(supergraph),
  };
}

/** The list of objects found by ids: as long as the list of ids. */
const listOfNodes: ListSize = {
  assumedSize: node.most,
  slicingArguments: [['ids']],
  sizedFields: new Set(),
  requireOneSlicingArgument: false,
};
