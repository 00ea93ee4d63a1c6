import { gatewayItself, node } from '@hub/protocol';
import { OperationTypeNode } from 'graphql';
import type { CostDirectives, ListSize } from '../../supergraph/cost-directives.js';
import type { Supergraph } from '../../supergraph/supergraph.js';
import { type FieldSources, fieldSources } from './field-sources.js';

/** What costs are reckoned by: what a supergraph says of them, and whom its fields come from. */
export interface CostModel extends CostDirectives {
  readonly source: FieldSources;
}

export function costModel(supergraph: Supergraph): CostModel {
  const { costs } = supergraph;
  const isHubs = supergraph.subgraphs.some(({ url }) => url === gatewayItself.url);
  const byIds = isHubs ? `${supergraph.root(OperationTypeNode.QUERY)}.nodes` : undefined;
  return {
    ...costs,
    // `@listSize` takes no list for the length of another.
    listSize: (coordinate) => costs.listSize(coordinate) ?? (coordinate === byIds ? listOfNodes : undefined),
    source: fieldSources(supergraph),
  };
}

/** The list of objects that are found by ids: as long as that of the ids. */
const listOfNodes: ListSize = {
  assumedSize: node.most,
  slicingArguments: [['ids']],
  sizedFields: new Set(),
  requireOneSlicingArgument: false,
};
