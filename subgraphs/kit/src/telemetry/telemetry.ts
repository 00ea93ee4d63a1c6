import { openTracing, type Tracing } from '@hub/runtime';
import type { Statement } from '../database/statement.js';
import { Metrics } from './metrics.js';
import { traceStatement } from './traces.js';

/** A subgraph's metrics and traces. */
export interface Telemetry {
  readonly metrics: Metrics;
  /** Absent without a collector. */
  readonly tracing?: Tracing | undefined;
}

/**
 * Opens a subgraph's telemetry from OpenTelemetry's environment variables.
 * @param onFault gets the collector's faults.
 * @throws Error naming the wrong variable.
 */
export async function openTelemetry(
  organisation: string,
  variables: NodeJS.ProcessEnv,
  onFault: (message: string) => void,
): Promise<Telemetry> {
  const service = `hub-${organisation}`;
  const metrics = new Metrics(organisation);
  metrics.measureProcess();
  return { metrics, tracing: await openTracing({ service, variables, followsAsyncCalls: true, onFault }) };
}

/** Makes the observer of each SQL statement. */
export function statementObserver({ metrics, tracing }: Telemetry): (statement: Statement) => void {
  return (statement) => {
    metrics.asked(statement);
    if (tracing) traceStatement(tracing, statement);
  };
}
