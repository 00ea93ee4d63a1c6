import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { defaultBreaker, noBreaker } from '../subgraph/circuit-breaker.js';
import { readSubgraphSettings, variableName } from './subgraph-settings.js';

describe('how subgraphs are reached, from the environment', () => {
  test('is said of all, or of one by its name in upper case', () => {
    const settings = readSubgraphSettings({
      SUBGRAPH_RETRIES: '0',
      SUBGRAPH_HTTP2: 'on',
      SUBGRAPH_BREAKER: 'off',
      SUBGRAPH_TIMEOUT_MS_WOMENS_UNION: '300',
      SUBGRAPH_MAX_RESPONSE_BYTES_WOMENS_UNION: '1000',
      SUBGRAPH_ENTITIES_PER_FETCH: '200',
      SUBGRAPH_MAX_REQUEST_BYTES_WOMENS_UNION: '90000',
      SUBGRAPH_COMPRESSION_WOMENS_UNION: 'off',
      SUBGRAPH_BREAKER_WOMENS_UNION: 'on',
      SUBGRAPH_QUEUE_WOMENS_UNION: '',
      SUBGRAPH_URL_WOMENS_UNION: 'http://women.example/graphql',
    });
    expect(Object.fromEntries(settings)).toEqual({
      '': { retries: 0, http2: true, breaker: noBreaker, entitiesPerFetch: 200 },
      WOMENS_UNION: {
        ...{ timeoutMs: 300, maxRequestBytes: 90_000, maxResponseBytes: 1000 },
        ...{ compression: 'off', breaker: defaultBreaker },
      },
    });
    expect(variableName('womens-union')).toBe('WOMENS_UNION');
  });

  test('is nothing where nothing is said', () => {
    expect(readSubgraphSettings({ PATH: '/bin' }).size).toBe(0);
  });

  test('is refused with all that is wrong', () => {
    const environment = {
      SUBGRAPH_RETRIES: 'many',
      SUBGRAPH_HTTP2_MOVEMENT: 'yes',
      SUBGRAPH_CONCURRENCY_MOVEMENT: '0',
      SUBGRAPH_CA_FILE: '/no/such/file',
    };
    expect(() => readSubgraphSettings(environment)).toThrow(
      'SUBGRAPH_RETRIES: expected a whole number from 0 to 10, got "many"; ' +
        'SUBGRAPH_HTTP2_MOVEMENT: expected on or off, got "yes"; ' +
        'SUBGRAPH_CONCURRENCY_MOVEMENT: expected a whole number from 1 to 100000, got "0"; ' +
        'SUBGRAPH_CA_FILE: expected a readable file (ENOENT: no such file or directory, open \'/no/such/file\'), got "/no/such/file"',
    );
  });

  test('is refused with a certificate without a key, and with a file that is none', () => {
    const file = fileURLToPath(import.meta.url);
    expect(() => readSubgraphSettings({ SUBGRAPH_CERTIFICATE_FILE_MOVEMENT: file })).toThrow(
      'SUBGRAPH_…_FILE_MOVEMENT: expected a certificate and its key, got one of them',
    );
    expect(() =>
      readSubgraphSettings({ SUBGRAPH_CERTIFICATE_FILE: file, SUBGRAPH_CERTIFICATE_KEY_FILE: file }),
    ).toThrow(/^SUBGRAPH_…_FILE: expected certificates and a key that belong together, in PEM \(/);
  });
});
