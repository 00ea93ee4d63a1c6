import { openTracing } from '@hub/runtime';
import type { Metrics } from './metrics.js';
import type { PipelineObservation, QueryPlans } from './observed-pipeline.js';

/** What is known of how a gateway does, and who is told. */
export interface Telemetry extends PipelineObservation {
  /** Whether `/metrics` is beside `/graphql`, for programs on the same machine. */
  readonly servesMetrics: boolean;
}

export interface TelemetryOptions {
  readonly metrics: Metrics;
  readonly queryPlans: QueryPlans;
  /** Where metrics have a port of their own. */
  readonly metricsPort: number | undefined;
  readonly variables: NodeJS.ProcessEnv;
  /** Is told what goes wrong with the collector. */
  readonly onFault: (message: string) => void;
}

/**
 * Opens a gateway's telemetry as OpenTelemetry's environment variables have it.
 * @throws Error naming the variable that is wrong.
 */
export async function openTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { metrics, queryPlans, metricsPort, variables, onFault } = options;
  const tracing = await openTracing({ service: 'hub-gateway', variables, followsAsyncCalls: false, onFault });
  return { metrics, tracing, queryPlans, servesMetrics: metricsPort === undefined };
}
