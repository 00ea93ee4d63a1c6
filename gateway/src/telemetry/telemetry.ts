import { openTracing } from '@hub/runtime';
import type { Metrics } from './metrics.js';
import type { PipelineObservation, QueryPlans } from './observed-pipeline.js';

/** The telemetry of a gateway, and the callers that may see plans. */
export interface Telemetry extends PipelineObservation {
  /** Whether `/metrics` is beside `/graphql`, for programs on the same machine. */
  readonly servesMetrics: boolean;
}

export interface TelemetryOptions {
  readonly metrics: Metrics;
  readonly queryPlans: QueryPlans;
  /** A separate port for metrics. */
  readonly metricsPort: number | undefined;
  readonly variables: NodeJS.ProcessEnv;
  /** Called with faults of the collector. */
  readonly onFault: (message: string) => void;
}

/**
 * Opens a gateway's telemetry according to OpenTelemetry's environment variables.
 * @throws Error naming the wrong variable.
 */
export async function openTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { metrics, queryPlans, metricsPort, variables, onFault } = options;
  const tracing = await openTracing({ service: 'hub-gateway', variables, followsAsyncCalls: false, onFault });
  return { metrics, tracing, queryPlans, servesMetrics: metricsPort === undefined };
}
