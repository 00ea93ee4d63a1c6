import { beforeEach, describe, expect, test } from '@jest/globals';
import { newPlannerStats } from '../planner/planner-stats.js';
import { Metrics } from './metrics.js';

let metrics: Metrics;
const lines = async (pattern: RegExp) => (await metrics.text()).split('\n').filter((line) => pattern.test(line));

beforeEach(() => {
  metrics = new Metrics();
});

describe('a gateway’s metrics', () => {
  test('tell of each operation how often it was answered, with which code, and how fast', async () => {
    metrics.answered('Goals', undefined, 12);
    metrics.answered('Goals', 'SUBGRAPH_TIMEOUT', 400);
    metrics.answered(undefined, 'GRAPHQL_PARSE_FAILED', 1);
    expect(await lines(/^gateway_operations_total/)).toEqual([
      'gateway_operations_total{operation="Goals",code="OK"} 1',
      'gateway_operations_total{operation="Goals",code="SUBGRAPH_TIMEOUT"} 1',
      'gateway_operations_total{operation="invalid",code="GRAPHQL_PARSE_FAILED"} 1',
    ]);
    expect(await lines(/duration_seconds_(sum|bucket\{le="0.025").*Goals/)).toEqual([
      'gateway_operation_duration_seconds_bucket{le="0.025",operation="Goals"} 1',
      'gateway_operation_duration_seconds_sum{operation="Goals"} 0.41200000000000003',
    ]);
  });

  test('stay few, however many operations and codes there are', async () => {
    for (let index = 0; index < 5000; index++) metrics.answered(`Operation${index}`, `CODE_${index}`, 1);
    const labels = (await lines(/^gateway_operations_total/)).map((line) => /operation="(\w+)"/.exec(line)?.[1]);
    expect(new Set(labels).size).toBeLessThanOrEqual(101);
    expect(labels.length).toBeLessThanOrEqual(101 * 51);
    expect(labels).toContain('other');
  });

  test('forget an operation that another takes the place of', async () => {
    for (let index = 0; index < 100; index++) metrics.answered(`Once${index}`, 'CODE', 1);
    for (let use = 0; use < 3; use++) metrics.answered('Often', undefined, 1);
    expect(await lines(/operation="Often"/)).not.toEqual([]);
    expect(new Set((await lines(/operation="Once\d+",code/)).map(String)).size).toBe(99);
    expect(await lines(/duration_seconds_count\{operation="Once/)).toHaveLength(99);
  });

  test('read what the engine counts when they are asked for', async () => {
    let asked = 1;
    metrics.read(
      () => ({
        subgraphs: [
          {
            name: 'youth-union',
            stats: {
              trust: 'refused',
              ...{ asked, shared: 0, kept: 0, requests: 1, retries: 0, bytesSent: 10, bytesReceived: 20 },
              ...{ inFlight: 0, queued: 0, breaker: 'open', breakerOpened: 1, answeredAt: null, silentSince: null },
              ...{ receipts: 2, exchangesReceipted: 9, exchangesDropped: 1, personalAnswers: 0 },
              faults: { SUBGRAPH_TIMEOUT: 2 } as never,
            },
          },
        ],
        operations: { count: 3, bytes: 4096 },
        planning: 1,
        subscriptions: 2,
        reloads: { live: 1, unchanged: 0, refused: 0 },
      }),
      () => ({ count: 5, bytes: 100 }),
    );
    expect(await lines(/^gateway_subgraph_fetches/)).toEqual([
      'gateway_subgraph_fetches_total{subgraph="youth-union"} 1',
    ]);
    asked = 7;
    expect(await lines(/^gateway_subgraph_fetches/)).toEqual([
      'gateway_subgraph_fetches_total{subgraph="youth-union"} 7',
    ]);
    expect(await lines(/^gateway_breaker_state/)).toContain(
      'gateway_breaker_state{subgraph="youth-union",state="open"} 1',
    );
    expect(await lines(/^gateway_exchanges/)).toEqual([
      'gateway_exchanges_total{subgraph="youth-union",outcome="receipted"} 9',
      'gateway_exchanges_total{subgraph="youth-union",outcome="dropped"} 1',
    ]);
    expect(await lines(/^gateway_(compiled|documents|planning|subscriptions|reloads)/)).toEqual([
      'gateway_compiled_operations 3',
      'gateway_compiled_operations_bytes 4096',
      'gateway_planning 1',
      'gateway_documents 5',
      'gateway_documents_bytes 100',
      'gateway_reloads_total{outcome="live"} 1',
      'gateway_reloads_total{outcome="unchanged"} 0',
      'gateway_reloads_total{outcome="refused"} 0',
      'gateway_subscriptions_open 2',
    ]);
  });

  test('read where operations are planned, and how many are refused', async () => {
    const stats = newPlannerStats();
    metrics.readPlanner(stats);
    stats.plans.thread += 2;
    stats.busy.quota += 1;
    stats.waiting += 3;
    expect(await lines(/^gateway_plan(?:s|ner)_/)).toEqual([
      'gateway_plans_total{where="loop"} 0',
      'gateway_plans_total{where="thread"} 2',
      'gateway_plans_total{where="none"} 0',
      'gateway_planner_busy_total{reason="quota"} 1',
      'gateway_planner_busy_total{reason="full"} 0',
      'gateway_planner_busy_total{reason="wait"} 0',
      'gateway_planner_waiting 3',
      'gateway_planner_running 0',
    ]);
  });
});
