import { type SubgraphFaultCode, subgraphFaultCodes } from '../errors/subgraph-fault.js';

/** The name of a kind of trust in logs and metrics. */
export type TrustName = 'signed' | 'unsigned' | 'refused';

/** Closed lets all requests pass, open none, half-open a few to test whether the subgraph works again. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** The counters of one subgraph's client since it was opened. Plain numbers, which can be read at any time. */
export interface SubgraphStats {
  readonly trust: TrustName;
  /** Fetches of plans, including fetches that shared another's request. */
  readonly asked: number;
  /** Fetches that shared another fetch's request. */
  readonly shared: number;
  /** Fetches of public figures answered from the cache, because the version was unchanged. */
  readonly kept: number;
  /** HTTP requests sent, including retries. */
  readonly requests: number;
  readonly retries: number;
  /** Fetches that ended without a GraphQL response, by fault. */
  readonly faults: Readonly<Record<SubgraphFaultCode, number>>;
  /** Bodies on the wire, compressed or not. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Requests under way. */
  readonly inFlight: number;
  /** Fetches that wait for a place. */
  readonly queued: number;
  readonly breaker: BreakerState;
  /** The number of times that the circuit breaker opened. */
  readonly breakerOpened: number;
  /** The time of the last response, in milliseconds since the epoch; null before the first. */
  readonly answeredAt: number | null;
  /**
   * The time since which no fetch was answered, in milliseconds since the epoch; null if the last fetch was answered.
   */
  readonly silentSince: number | null;
  /** Sampled responses with something that looks like a citizen's number. */
  readonly personalAnswers: number;
  /** Receipts that the subgraph has confirmed. */
  readonly receipts: number;
  /** Exchanges that receipts prove, and exchanges that no receipt will prove. */
  readonly exchangesReceipted: number;
  readonly exchangesDropped: number;
}

/** The same counters, writable by the client. */
export type CountedStats = { -readonly [K in Exclude<keyof SubgraphStats, 'faults'>]: SubgraphStats[K] } & {
  readonly faults: Record<SubgraphFaultCode, number>;
};

/** New counters for a subgraph. */
export function newStats(): CountedStats {
  return {
    trust: 'unsigned',
    asked: 0,
    shared: 0,
    kept: 0,
    requests: 0,
    personalAnswers: 0,
    retries: 0,
    faults: Object.fromEntries(subgraphFaultCodes.map((code) => [code, 0])) as CountedStats['faults'],
    bytesSent: 0,
    bytesReceived: 0,
    inFlight: 0,
    queued: 0,
    breaker: 'closed',
    breakerOpened: 0,
    answeredAt: null,
    silentSince: null,
    receipts: 0,
    exchangesReceipted: 0,
    exchangesDropped: 0,
  };
}

/** Counts a response of the subgraph. */
export function countAnswer(stats: CountedStats): void {
  stats.answeredAt = Date.now();
  stats.silentSince = null;
}

/** Faults that the gateway, the client or the request causes: they do not show that the subgraph is silent. */
const notItsOwn: ReadonlySet<SubgraphFaultCode> = new Set([
  'SUBGRAPH_OVERLOADED',
  'SUBGRAPH_REQUEST_TOO_LARGE',
  'SUBSCRIPTION_OVERFLOW',
  'GATEWAY_TIMEOUT',
  'REQUEST_CANCELLED',
]);

/** Counts a fetch without a response. */
export function countFault(stats: CountedStats, code: SubgraphFaultCode): void {
  stats.faults[code] += 1;
  if (!notItsOwn.has(code)) stats.silentSince ??= Date.now();
}
