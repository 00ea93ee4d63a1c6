import { describe, expect, test } from '@jest/globals';
import { openTracing, tracesEndpoint } from './tracing.js';

describe('where traces go', () => {
  test.each([
    ['nowhere by default', {}, undefined],
    ['nowhere for an empty endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, undefined],
    ['to the collector’s path', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' }, 'http://c:4318/v1/traces'],
    ['below a collector’s path', { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c/otlp/' }, 'https://c/otlp/v1/traces'],
    [
      'where traces alone are sent, as it is',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t/in' },
      'http://t/in',
    ],
    ['nowhere once disabled', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_SDK_DISABLED: 'true' }, undefined],
    ['nowhere without exporter', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_TRACES_EXPORTER: 'none' }, undefined],
  ])('%s', (_name, variables, expected) => {
    expect(tracesEndpoint(variables)).toBe(expected);
  });

  test.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'expected an http or https URL, got "collector:4318"'],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'expected http/json, got "grpc"',
    ],
  ])('is refused when it cannot be: %j', (variables, message) => {
    expect(() => tracesEndpoint(variables)).toThrow(message);
  });
});

test('without an endpoint there is no tracing', async () => {
  const options = { service: 's', variables: {}, followsAsyncCalls: false, onFault: () => undefined };
  expect(await openTracing(options)).toBeUndefined();
});
