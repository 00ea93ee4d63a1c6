import type { AttackedHub } from './attacked-hub.js';
import type { HostileGraph } from './hostile-graph.js';

/** What is attacked. */
export interface Target {
  readonly hub: AttackedHub;
  /** Another gateway, one of whose subgraphs is the attacker's. */
  readonly hostile: HostileGraph;
}
