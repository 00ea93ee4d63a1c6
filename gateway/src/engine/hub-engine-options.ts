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

/** The work that equal concurrent requests share: none, fetches from subgraphs, or whole operations. */
export type Share = 'none' | 'fetch' | 'operation';

export interface HubEnginesOptions {
  /** How long one fetch from a subgraph may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly share?: Share;
  /** The URL of a subgraph if it differs from the supergraph's. */
  readonly subgraphUrl: (name: string) => string | undefined;
  /** Settings of a subgraph that differ from the defaults. */
  readonly subgraphSettings?: (name: string) => Partial<SubgraphSettings>;
  /** The trust in a subgraph; by default every statement of it is trusted. */
  readonly subgraphTrust?: (name: string) => Trust;
  /** Registers a listener for changes of the three settings above, or of the route below, by subgraph names. */
  readonly onSubgraphChange?: (listener: (names: readonly string[]) => void) => void;
  /** About how much memory the cached compiled operations may take together, in bytes. */
  readonly operationCacheBytes?: number;
  /**
   * How much memory cached public figures may take, in bytes; none by default. They are kept until the next figures
   * come.
   */
  readonly figuresCacheBytes?: number;
  /** The handling of fields that the caller may not see; they are null by default. */
  readonly unauthorized?: Unauthorized | undefined;
  /** The agreements of a graph, read when an engine is opened on it; by default agreements are not checked. */
  readonly agreements?: ((graph: AgreementsGraph) => Agreements) | undefined;
  /**
   * The anonymous caller with a purpose that anyone may name: public fields of known callers are fetched under it. By
   * default each caller's fetches name the caller.
   */
  readonly anyone?: ((purpose: string | undefined) => Caller) | undefined;
  /** The limits of operations' costs; none by default. */
  readonly cost?: CostLimits | undefined;
  /** The gateway's knowledge of callers, for the fields that it answers itself; by default only their tokens. */
  readonly knowledge?: CallerKnowledge | undefined;
  /** The callers that may introspect; everyone by default. */
  readonly introspection?: Introspection | undefined;
  /** The transport of a subgraph's subscriptions; server-sent events at its URL by default. */
  readonly subscriptionRoute?: (name: string) => SubscriptionRoute | undefined;
  /** Receives the events that subgraphs post to callbacks. */
  readonly callbacks?: CallbackDesk;
  /** Called with the time of each fetch from a subgraph, in milliseconds. */
  readonly fetched?: (subgraph: string, milliseconds: number) => void;
  readonly log: FastifyBaseLogger;
  /** The queue in which new operations wait to be priced, planned and compiled; none by default. */
  readonly processor?: ProcessorTime | undefined;
  /** The options of the planner. */
  readonly planning?: Pick<PlannerOptions, 'thread' | 'maxSteps' | 'stats'>;
}
