import { openConnections } from '../connection/connections.js';
import { type BreakerState, newStats } from '../connection/subgraph-stats.js';
import type { Subgraph } from '../connection/subgraph.js';
import { openSigner, type Trust, trustName } from '../trust/open-signer.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { timeouts, type Wire } from './fetch.js';
import { hangTrial } from './hang-trial.js';
import { HangWatch } from './hang-watch.js';
import { RetryBudget } from './retry-policy.js';
import type { SubgraphClientOptions, SubgraphSettings } from './subgraph-client.js';

/** The connections and shared state of one client's fetches. */
export interface OpenWire {
  readonly wire: Wire;
  /** Detects that the subgraph hangs. */
  readonly watch: HangWatch;
  /** Closes it after all pending requests. */
  readonly close: () => Promise<void>;
}

/** Opens the connections to a subgraph; no request is sent yet. */
export function openWire(
  subgraph: Subgraph,
  trust: Exclude<Trust, 'refused'>,
  settings: SubgraphSettings,
  { log, hangTimes }: Pick<SubgraphClientOptions, 'log' | 'hangTimes'>,
): OpenWire {
  const { timeoutMs } = settings;
  const { origin, pathname, search } = new URL(subgraph.url);
  const stats = newStats();
  stats.trust = trustName(trust);
  const connections = openConnections(origin, { ...settings, connectTimeoutMs: timeoutMs });
  const signer = trust === 'unsigned' ? undefined : openSigner(subgraph, trust, { connections, timeoutMs, stats });
  const breaker = new CircuitBreaker(settings.breaker, (state) => {
    stats.breaker = state;
    if (state === 'open') stats.breakerOpened += 1;
    tellOfBreaker(state, subgraph, log);
  });
  const trial = hangTrial({ ...settings, subgraph, signer, trialMs: hangTimes?.trialMs, log });
  const watch = new HangWatch({ breaker, trial: trial.ask, ...(hangTimes && { times: hangTimes }) });
  const wire: Wire = {
    ...settings,
    name: subgraph.name,
    path: pathname + search,
    connections,
    signer,
    limit: new ConcurrencyLimit(settings.concurrency, settings.queue, stats),
    breaker,
    watch,
    budget: new RetryBudget(),
    stats,
    answered: { count: 0 },
    alarms: timeouts(timeoutMs),
  };
  return {
    wire,
    watch,
    close: async () => {
      watch.close();
      await trial.close();
      await signer?.close();
      await connections.close();
    },
  };
}

function tellOfBreaker(state: BreakerState, { name, url }: Subgraph, log: SubgraphClientOptions['log']): void {
  if (state === 'open') log?.warn({ subgraph: name, url }, 'subgraph fails: it is left alone for a moment');
  if (state === 'closed') log?.info({ subgraph: name, url }, 'subgraph answers again');
}
