import type { CostDirectives } from '../../supergraph/cost-directives.js';
import type { Supergraph } from '../../supergraph/supergraph.js';
import { type FieldSources, fieldSources } from './field-sources.js';

/** What costs are reckoned by: what a supergraph says of them, and whom its fields come from. */
export interface CostModel extends CostDirectives {
  readonly source: FieldSources;
}

export function costModel(supergraph: Supergraph): CostModel {
  return { ...supergraph.costs, source: fieldSources(supergraph) };
}
