import type { FastifyBaseLogger } from 'fastify';
import type { Agreements, AgreementsGraph } from '@hub/protocol';
import type { Introspection } from '../authorization/restrict-introspection.js';
import type { SubgraphSettings } from '../subgraph/subgraph-client.js';
import type { Caller } from '../request/caller.js';
import type { ProcessorTime } from '../limits/processor-time.js';
import type { CostLimits } from '../limits/cost/cost-budgets.js';
import type { PlannerOptions } from '../planner/planner.js';
import type { CallbackDesk } from '../subscription/callback-desk.js';
import type { SubscriptionRoute } from '../subscription/transports.js';
import type { CallerKnowledge } from '../own-subgraph/caller-view.js';
import type { Trust } from '../trust/open-signer.js';
import type { Unauthorized } from './compiled-operations.js';

/** What equal work that is under way at the same time is done once: nothing, fetches from subgraphs, or operations. */
export type Share = 'none' | 'fetch' | 'operation';

export interface HubEnginesOptions {
  /** How long one fetch from a subgraph may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly share?: Share;
  /** The URL of a subgraph where it is not the supergraph's own. */
  readonly subgraphUrl: (name: string) => string | undefined;
  /** How a subgraph is reached, where it is not as for all. */
  readonly subgraphSettings?: (name: string) => Partial<SubgraphSettings>;
  /** What is believed of a subgraph; all that any says unless told otherwise. */
  readonly subgraphTrust?: (name: string) => Trust;
  /** Has a listener told of the subgraphs of which the former three, or the route below, say something else from now on. */
  readonly onSubgraphChange?: (listener: (names: readonly string[]) => void) => void;
  /** About how much memory the operations that are kept compiled may take together, in bytes. */
  readonly operationCacheBytes?: number;
  /** How much memory public figures may take that are kept until others are there, in bytes; none is kept unless told. */
  readonly figuresCacheBytes?: number;
  /** What becomes of an operation with fields that its caller may not see; they are null unless told otherwise. */
  readonly unauthorized?: Unauthorized | undefined;
  /** What organisations share with whom in a graph, as an engine is opened on it; agreements are not asked unless told. */
  readonly agreements?: ((graph: AgreementsGraph) => Agreements) | undefined;
  /**
   * A caller of whom nothing is known, with a purpose where anyone may name that: in whose name known callers ask for
   * what everyone may see. Each asks in its own unless told.
   */
  readonly anyone?: ((purpose: string | undefined) => Caller) | undefined;
  /** What operations may cost; anything unless told. */
  readonly cost?: CostLimits | undefined;
  /** What the gateway knows of callers, for what it answers itself; what their tokens say unless told. */
  readonly knowledge?: CallerKnowledge | undefined;
  /** Who may ask about the schema; everyone unless told otherwise. */
  readonly introspection?: Introspection | undefined;
  /** How a subgraph is subscribed to; by server-sent events, where it takes all else, unless told otherwise. */
  readonly subscriptionRoute?: (name: string) => SubscriptionRoute | undefined;
  /** Where subgraphs post events that are subscribed to by callbacks. */
  readonly callbacks?: CallbackDesk;
  /** Is told how long each fetch from a subgraph took, in milliseconds. */
  readonly fetched?: (subgraph: string, milliseconds: number) => void;
  readonly log: FastifyBaseLogger;
  /** Where operations that are new wait until they are priced, planned and compiled; none waits unless told. */
  readonly processor?: ProcessorTime | undefined;
  /** How operations are planned. */
  readonly planning?: Pick<PlannerOptions, 'thread' | 'maxSteps' | 'stats'>;
}
