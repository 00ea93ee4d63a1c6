import { openTracing, type Tracing } from '@hub/runtime';
import type { Statement } from '../database/statement.js';
import { Metrics } from './metrics.js';
import { traceStatement } from './traces.js';

/** What is known of how a subgraph does. */
export interface Telemetry {
  readonly metrics: Metrics;
  /** Absent where no collector is told. */
  readonly tracing?: Tracing | undefined;
}

/**
 * Opens a subgraph's telemetry as OpenTelemetry's environment variables have it.
 * @param onFault is told what goes wrong with the collector.
 * @throws Error naming the variable that is wrong.
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

/** What is to be told of each SQL statement. */
export function statementObserver({ metrics, tracing }: Telemetry): (statement: Statement) => void {
  return (statement) => {
    metrics.asked(statement);
    if (tracing) traceStatement(tracing, statement);
  };
}
