import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
} from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Tracing } from '@hub/runtime';
import type { IncomingHttpHeaders } from 'node:http';
import type { FetchEnd, FetchUnderWay, PlannedFetch, RequestObserver } from '../executor/fetch/request-observer.js';

/** An operation in a trace, without its text and variables, which may contain personal data. */
export interface TracedOperation {
  readonly type: string;
  readonly name: string | undefined;
  readonly hash: string;
}

/** The trace of one request: one span that continues the caller's trace, and one for each fetch. */
export class RequestTrace implements RequestObserver {
  readonly #span: Span;
  readonly #context: Context;

  constructor(
    private readonly tracing: Tracing,
    headers: Readonly<IncomingHttpHeaders>,
    requestId: string,
  ) {
    const caller = tracing.propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const options = { kind: SpanKind.SERVER, attributes: { 'hub.request_id': requestId } };
    this.#span = tracing.tracer.startSpan('GraphQL', options, caller);
    this.#context = trace.setSpan(caller, this.#span);
  }

  begins({ subgraph, path }: PlannedFetch): FetchUnderWay {
    // An unsampled context is passed on too, so that no subgraph starts a new trace.
    if (!this.#span.isRecording()) return { headers: this.#headersOf(this.#context) };
    const attributes = { 'graphql.subgraph': subgraph, 'graphql.path': path };
    const span = this.tracing.tracer.startSpan(
      `fetch ${subgraph}`,
      { kind: SpanKind.CLIENT, attributes },
      this.#context,
    );
    return {
      headers: this.#headersOf(trace.setSpan(this.#context, span)),
      ends: ({ fault, errors }: FetchEnd) => {
        if (errors > 0) span.setAttribute('graphql.errors', errors);
        fail(span, fault ?? (errors > 0 ? 'GRAPHQL_ERRORS' : undefined));
        span.end();
      },
    };
  }

  /** @param code of the first error, if there is one. */
  ends(operation: TracedOperation | undefined, code: string | undefined): void {
    if (operation) {
      const { type, name, hash } = operation;
      this.#span.updateName(name === undefined ? type : `${type} ${name}`);
      this.#span.setAttributes({ 'graphql.operation.type': type, 'graphql.operation.hash': hash });
      if (name !== undefined) this.#span.setAttribute('graphql.operation.name', name);
    }
    fail(this.#span, code);
    this.#span.end();
  }

  #headersOf(context: Context): Readonly<Record<string, string>> {
    const carrier: Record<string, string> = {};
    this.tracing.propagator.inject(context, carrier, defaultTextMapSetter);
    return carrier;
  }
}

function fail(span: Span, code: string | undefined): void {
  if (code === undefined) return;
  span.setAttribute(ATTR_ERROR_TYPE, code);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
