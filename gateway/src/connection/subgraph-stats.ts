import { type SubgraphFaultCode, subgraphFaultCodes } from '../errors/subgraph-fault.js';

/** The name of a trust, as logs and metrics have it. */
export type TrustName = 'signed' | 'unsigned' | 'refused';

/** Closed lets everything pass, open nothing, half-open a few to see whether the subgraph is back. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** What one subgraph's client has counted since it was opened. Plain numbers, read whenever they are wanted. */
export interface SubgraphStats {
  readonly trust: TrustName;
  /** Fetches that plans asked for, those that shared another's request among them. */
  readonly asked: number;
  /** Of these, those that shared another's. */
  readonly shared: number;
  /** Fetches of public figures that were answered by what was kept, since the version was still the same. */
  readonly kept: number;
  /** HTTP requests that were sent, retries among them. */
  readonly requests: number;
  readonly retries: number;
  /** Fetches that ended without a GraphQL answer, by what their client was told. */
  readonly faults: Readonly<Record<SubgraphFaultCode, number>>;
  /** Bodies as they went over the wire, compressed or not. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Requests that are under way now. */
  readonly inFlight: number;
  /** Fetches that wait for a place now. */
  readonly queued: number;
  readonly breaker: BreakerState;
  /** How often the circuit breaker opened. */
  readonly breakerOpened: number;
  /** When it last answered a fetch, in milliseconds since the epoch; null before the first answer. */
  readonly answeredAt: number | null;
  /** Since when it has answered none, in milliseconds since the epoch; null where it answered the last. */
  readonly silentSince: number | null;
  /** Answers of the sample that hold what looks like a citizen's number. */
  readonly personalAnswers: number;
  /** Receipts that the subgraph keeps. */
  readonly receipts: number;
  /** The exchanges that they prove, and those that no receipt will. */
  readonly exchangesReceipted: number;
  readonly exchangesDropped: number;
}

/** As its client counts. */
export type CountedStats = { -readonly [K in Exclude<keyof SubgraphStats, 'faults'>]: SubgraphStats[K] } & {
  readonly faults: Record<SubgraphFaultCode, number>;
};

/** Stats of a subgraph that was not asked yet. */
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

/** The subgraph answered. */
export function countAnswer(stats: CountedStats): void {
  stats.answeredAt = Date.now();
  stats.silentSince = null;
}

/** What says nothing of whether a subgraph answers: the gateway, the client or the request is the reason. */
const notItsOwn: ReadonlySet<SubgraphFaultCode> = new Set([
  'SUBGRAPH_OVERLOADED',
  'SUBGRAPH_REQUEST_TOO_LARGE',
  'SUBSCRIPTION_OVERFLOW',
  'GATEWAY_TIMEOUT',
  'REQUEST_CANCELLED',
]);

/** A fetch ended without an answer. */
export function countFault(stats: CountedStats, code: SubgraphFaultCode): void {
  stats.faults[code] += 1;
  if (!notItsOwn.has(code)) stats.silentSince ??= Date.now();
}
