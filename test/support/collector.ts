import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { until } from './until.js';

/** A span as OTLP has it, with its attributes as an object and the service that made it. */
export interface CollectedSpan {
  readonly service: string;
  readonly name: string;
  /** 2: answers a request; 3: makes one. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code?: number };
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Takes traces as an OpenTelemetry collector does, over OTLP/HTTP in JSON. */
export interface Collector {
  readonly url: string;
  /** Everything that was sent. */
  readonly spans: readonly CollectedSpan[];
  /** The bodies of the requests, unchanged. */
  readonly bodies: readonly string[];
  /**
   * Waits for spans of a trace, each by its service and name (`hub-gateway fetch movement`); returns every span of the
   * trace.
   */
  trace(traceId: string, names: readonly string[]): Promise<readonly CollectedSpan[]>;
  close(): Promise<void>;
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number; readonly doubleValue?: number };
}

type SentSpan = Omit<CollectedSpan, 'service' | 'attributes'> & { readonly attributes: readonly Attribute[] };

interface SentTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const bodies: string[] = [];
  const server = createServer((request, reply) => {
    void text(request).then((body) => {
      if (request.url !== '/v1/traces' || request.headers['content-type'] !== 'application/json') {
        reply.writeHead(400).end();
        return;
      }
      bodies.push(body);
      for (const { resource, scopeSpans } of (JSON.parse(body) as SentTraces).resourceSpans) {
        const service = String(valuesOf(resource.attributes)['service.name']);
        for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
          spans.push({ ...span, service, attributes: valuesOf(span.attributes) });
        }
      }
      reply.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    trace: async (traceId, names) => {
      const found = () => spans.filter((span) => span.traceId === traceId);
      const seen = () => found().map(({ service, name }) => `${service} ${name}`);
      await until(() => names.every((name) => seen().includes(name)), { what: names.join(', '), seen });
      return found();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function valuesOf(attributes: readonly Attribute[]): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.doubleValue ?? '']),
  );
}
