import { describe, expect, test } from '@jest/globals';
import { readConfig, subgraphUrl } from './config.js';

describe('the configuration', () => {
  test('has a default for everything', () => {
    const config = readConfig([], {});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      timeoutMs: 10_000,
      share: 'fetch',
      logLevel: 'info',
    });
    expect(config.supergraph).toMatch(/schema\/supergraph\.graphql$/);
  });

  test('takes options before the environment, and an empty variable as none', () => {
    const variables = { PORT: '5000', HOST: '0.0.0.0', SUPERGRAPH_FILE: 'other.graphql', SUBGRAPH_TIMEOUT_MS: '' };
    const config = readConfig(['--port', '6000', '--supergraph=mine.graphql'], variables);
    expect(config).toMatchObject({ port: 6000, host: '0.0.0.0', supergraph: 'mine.graphql', timeoutMs: 10_000 });
  });

  test('finds a subgraph’s URL under its name in upper case', () => {
    const config = readConfig([], { SUBGRAPH_URL_WOMENS_UNION: 'http://women.example/graphql' });
    expect(subgraphUrl(config, 'womens-union')).toBe('http://women.example/graphql');
    expect(subgraphUrl(config, 'youth-union')).toBeUndefined();
  });

  test.each([
    [['--prot', '4000'], /^Unknown option '--prot'; expected --supergraph FILE, --port N/],
    [['supergraph.graphql'], /^Unexpected argument 'supergraph.graphql'/],
    [['--port'], /argument missing; expected --supergraph/],
    [['--port', 'http'], /^--port or PORT: expected a whole number from 0 to 65535, got "http"$/],
    [['--share', 'all'], /^--share or SHARE: expected none, fetch or operation, got "all"$/],
    [['--timeout', '0'], /^--timeout or SUBGRAPH_TIMEOUT_MS: expected a whole number from 1 to 300000, got "0"$/],
  ])('refuses %j with one line', (args, message) => {
    expect(() => readConfig(args, {})).toThrow(message);
  });

  test('lists everything wrong at once', () => {
    expect(() => readConfig(['--port=-1.5'], { LOG_LEVEL: 'loud' })).toThrow(/--port.*; LOG_LEVEL.*got "loud"$/);
  });

  test('refuses a URL that is none', () => {
    expect(() => readConfig([], { SUBGRAPH_URL_MOVEMENT: 'localhost:4001' })).toThrow(
      'SUBGRAPH_URL_MOVEMENT: expected an http or https URL, got "localhost:4001"',
    );
  });
});
