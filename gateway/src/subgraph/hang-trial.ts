import { loopNow } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import { Cancellation } from '../base/cancellation.js';
import { CircuitBreaker, noBreaker } from './circuit-breaker.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { openConnections } from '../connection/connections.js';
import type { Tls } from '../connection/pools.js';
import { fetchFrom, timeouts, type Wire } from './fetch.js';
import { defaultHangTimes, type TrialOutcome } from './hang-watch.js';
import { RetryBudget } from './retry-policy.js';
import type { Signer } from '../trust/signer.js';
import { SubgraphFault } from '../errors/subgraph-fault.js';
import { newStats } from '../connection/subgraph-stats.js';

export interface HangTrialOptions {
  readonly subgraph: { readonly name: string; readonly url: string };
  readonly signer: Signer | undefined;
  readonly tls: Tls | undefined;
  /** How long an answer may take, in milliseconds; by default as in `defaultHangTimes`. */
  readonly trialMs: number | undefined;
  readonly log: Pick<FastifyBaseLogger, 'warn'> | undefined;
}

/** Tests whether one subgraph answers. */
export interface HangTrial {
  readonly ask: () => Promise<TrialOutcome>;
  close(): Promise<void>;
}

/** How far an idle process's own time may lag, in milliseconds. */
const lateMs = 50;

/** The smallest request that every subgraph can answer. It has no request id, because no caller sent it. */
const request = {
  headers: { accept: 'application/graphql-response+json, application/json;q=0.9', 'content-type': 'application/json' },
  body: Buffer.from('{"query":"{__typename}"}'),
  idempotent: true,
};

/**
 * Sends `{__typename}` to a subgraph on a separate connection: slow fetches may occupy all their connections and
 * places. Any answer counts.
 */
export function hangTrial({
  subgraph,
  signer,
  tls,
  trialMs = defaultHangTimes.trialMs,
  log,
}: HangTrialOptions): HangTrial {
  const { origin, pathname, search } = new URL(subgraph.url);
  const stats = newStats();
  const closing = new Cancellation();
  const wire: Wire = {
    name: subgraph.name,
    path: pathname + search,
    // A connection that does not open is no verdict: the fetch's own timeout finds that.
    connections: openConnections(origin, { connections: 1, http2: false, connectTimeoutMs: 2 * trialMs, tls }),
    signer,
    limit: new ConcurrencyLimit(1, 0, stats),
    breaker: new CircuitBreaker(noBreaker, () => undefined),
    budget: new RetryBudget(),
    stats,
    answered: { count: 0 },
    alarms: timeouts(trialMs),
    timeoutMs: trialMs,
    retries: 0,
    maxResponseBytes: 64 * 1024,
  };
  return {
    ask: async () => {
      const began = loopNow();
      try {
        await fetchFrom(wire, request, closing);
        return 'answered';
      } catch (fault) {
        // A fault of this gateway is no verdict on the subgraph, which is tried again later.
        if (!(fault instanceof SubgraphFault)) {
          log?.warn({ err: fault, subgraph: subgraph.name }, 'cannot ask a subgraph whether it hangs');
          return 'answered';
        }
        if (fault.code === 'SUBGRAPH_UNREACHABLE') return 'unreachable';
        if (fault.code !== 'SUBGRAPH_TIMEOUT' && fault.code !== 'SUBGRAPH_OVERLOADED') return 'answered';
        return loopNow() - began < trialMs - lateMs ? 'unknown' : 'silent';
      }
    },
    close: () => {
      closing.cancel();
      return wire.connections.close();
    },
  };
}
