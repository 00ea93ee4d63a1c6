import type { TextMapPropagator, Tracer } from '@opentelemetry/api';

/** Open tracing: spans are made here, and sent to a collector in batches. */
export interface Tracing {
  readonly tracer: Tracer;
  /**
   * Uses W3C Trace Context only. Baggage is dropped at each endpoint, because any caller may put any data into it.
   * @see https://www.w3.org/TR/trace-context/
   */
  readonly propagator: TextMapPropagator;
  /** Sends the remaining spans. */
  close(): Promise<void>;
}

export interface TracingOptions {
  /** The spans' `service.name`, unless OTEL_SERVICE_NAME replaces it. */
  readonly service: string;
  /** The process's environment; see `tracesEndpoint`. */
  readonly variables: NodeJS.ProcessEnv;
  /** Whether the active span is available everywhere, which needs an AsyncLocalStorage. */
  readonly followsAsyncCalls: boolean;
  /** Called with the collector's faults, which callers do not see. */
  readonly onFault: (message: string) => void;
}

/**
 * The address for traces, from OpenTelemetry's environment: OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, or
 * OTEL_EXPORTER_OTLP_ENDPOINT with `/v1/traces` after it.
 * @returns undefined where tracing is off.
 * @throws Error naming the wrong variable.
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function tracesEndpoint(variables: NodeJS.ProcessEnv): string | undefined {
  if (variables['OTEL_SDK_DISABLED'] === 'true' || variables['OTEL_TRACES_EXPORTER'] === 'none') return undefined;
  const name = variables['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']
    ? 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'
    : 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const endpoint = variables[name];
  if (!endpoint) return undefined;
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new Error(`${name}: expected an http or https URL, got ${JSON.stringify(endpoint)}`);
  }
  const protocol = variables['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] || variables['OTEL_EXPORTER_OTLP_PROTOCOL'];
  if (protocol && protocol !== 'http/json') {
    throw new Error(`OTEL_EXPORTER_OTLP_PROTOCOL: expected http/json, got ${JSON.stringify(protocol)}`);
  }
  return name === 'OTEL_EXPORTER_OTLP_ENDPOINT' ? `${endpoint.replace(/\/+$/, '')}/v1/traces` : endpoint;
}

/** A package's named exports: in a bundle, a CommonJS package has them only in its default export. */
function named<Package extends object>(loaded: Package): Package {
  return 'default' in loaded ? { ...(loaded.default as object), ...loaded } : loaded;
}

/**
 * Opens tracing if the environment requests it, with its OTEL_TRACES_SAMPLER, OTEL_BSP_* and
 * OTEL_EXPORTER_OTLP_HEADERS. Otherwise, no part of OpenTelemetry's SDK is loaded.
 * @throws Error as `tracesEndpoint`.
 */
export async function openTracing(options: TracingOptions): Promise<Tracing | undefined> {
  const { service, variables, followsAsyncCalls, onFault } = options;
  const url = tracesEndpoint(variables);
  if (url === undefined) return undefined;
  const [api, core, resources, sdk, exporter, conventions] = await Promise.all([
    import('@opentelemetry/api').then(named),
    import('@opentelemetry/core').then(named),
    import('@opentelemetry/resources').then(named),
    import('@opentelemetry/sdk-trace-node').then(named),
    import('@opentelemetry/exporter-trace-otlp-http').then(named),
    import('@opentelemetry/semantic-conventions').then(named),
  ]);
  const quiet = () => undefined;
  api.diag.setLogger(
    { error: onFault, warn: onFault, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: api.DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const provider = new sdk.NodeTracerProvider({
    resource: resources.resourceFromAttributes({
      [conventions.ATTR_SERVICE_NAME]: variables['OTEL_SERVICE_NAME'] || service,
    }),
    spanProcessors: [new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter({ url }))],
  });
  const propagator = new core.W3CTraceContextPropagator();
  provider.register({ propagator, ...(!followsAsyncCalls && { contextManager: null }) });
  return {
    tracer: provider.getTracer('hub'),
    propagator,
    close: async () => {
      await provider.shutdown().catch((error: unknown) => {
        onFault(`traces were lost: ${String(error)}`);
      });
    },
  };
}
