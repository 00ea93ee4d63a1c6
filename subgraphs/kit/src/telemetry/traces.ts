import {
  context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import {
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_SYSTEM_NAME,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_URL_PATH,
  DB_SYSTEM_NAME_VALUE_POSTGRESQL,
} from '@opentelemetry/semantic-conventions';
import type { Tracing } from '@hub/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Statement } from '../database/statement.js';

/** Health checks come every few seconds and are of no interest. */
const untraced = new Set(['/healthz', '/readyz', '/metrics']);

/** Gives each request a span, which continues the caller's trace and is active while the request is answered. */
export function traceRequests(server: FastifyInstance, { tracer, propagator }: Tracing): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  server.addHook('onRequest', (request, _reply, done) => {
    const [path = ''] = request.url.split('?');
    if (untraced.has(path)) {
      done();
      return;
    }
    const caller = propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
    const attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: request.method,
      [ATTR_URL_PATH]: path,
      'hub.request_id': request.id,
    };
    const span = tracer.startSpan(`${request.method} ${path}`, { kind: SpanKind.SERVER, attributes }, caller);
    spans.set(request, span);
    context.with(trace.setSpan(caller, span), done);
  });
  server.addHook('onResponse', async (request, { statusCode }) => {
    const span = spans.get(request);
    span?.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, statusCode);
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
  });
}

/**
 * Makes a span of a statement within the active one; without an active span (a migration, a health check), makes none.
 */
export function traceStatement({ tracer }: Tracing, { text, began, ended, failed }: Statement): void {
  if (!trace.getActiveSpan()) return;
  const [verb = ''] = text.trimStart().split(/\s/, 1);
  const span = tracer.startSpan(verb.toUpperCase(), {
    kind: SpanKind.CLIENT,
    startTime: began,
    attributes: { [ATTR_DB_SYSTEM_NAME]: DB_SYSTEM_NAME_VALUE_POSTGRESQL, [ATTR_DB_QUERY_TEXT]: text },
  });
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(ended);
}
