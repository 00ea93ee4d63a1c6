import type { TextMapPropagator, Tracer } from '@opentelemetry/api';

/** Traces that are kept: spans are made here, and sent to a collector in batches. */
export interface Tracing {
  readonly tracer: Tracer;
  /**
   * W3C Trace Context alone. Baggage is left behind at each endpoint, since whoever calls may put anything into it.
   * @see https://www.w3.org/TR/trace-context/
   */
  readonly propagator: TextMapPropagator;
  /** Sends what is left. */
  close(): Promise<void>;
}

export interface TracingOptions {
  /** What the spans' `service.name` is, unless OTEL_SERVICE_NAME says otherwise. */
  readonly service: string;
  /** The process's environment; see `tracesEndpoint`. */
  readonly variables: NodeJS.ProcessEnv;
  /** Whether the span that is under way can be asked for anywhere, at the price of an AsyncLocalStorage. */
  readonly followsAsyncCalls: boolean;
  /** Is told what goes wrong with the collector, which nobody who asks for anything need know of. */
  readonly onFault: (message: string) => void;
}

/**
 * Where traces go, as OpenTelemetry's environment has it: OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, or
 * OTEL_EXPORTER_OTLP_ENDPOINT with `/v1/traces` after it.
 * @returns undefined where there are to be none.
 * @throws Error naming the variable that is wrong.
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

/** What a package exports by name: in a bundle, a CommonJS package has its names in its default export alone. */
function named<Package extends object>(loaded: Package): Package {
  return 'default' in loaded ? { ...(loaded.default as object), ...loaded } : loaded;
}

/**
 * Opens tracing where the environment wants it, with its OTEL_TRACES_SAMPLER, OTEL_BSP_* and OTEL_EXPORTER_OTLP_HEADERS.
 * Nothing of OpenTelemetry's SDK is loaded otherwise.
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
