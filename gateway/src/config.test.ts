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

  test('trusts an issuer of tokens on another machine, and asks for who asks about the schema', () => {
    expect(readConfig([], {})).toMatchObject({ introspection: 'all' });
    const config = readConfig(['--issuer', 'https://id.example', '--audience', 'hub'], {});
    expect(config.issuer).toEqual({
      url: 'https://id.example',
      audience: 'hub',
      maxLifetime: 3600,
      development: false,
    });
    expect(config.introspection).toBe('authenticated');
  });

  test.each(['http://id.example', 'https://localhost:4006', 'https://127.0.0.1', 'https://[::1]/'])(
    'trusts the issuer %s for development only',
    (issuer) => {
      const options = ['--issuer', issuer, '--audience', 'hub'];
      expect(() => readConfig(options, {})).toThrow(
        /expected an https URL on another machine, got .* add --development/,
      );
      expect(readConfig([...options, '--development'], {}).issuer).toMatchObject({ url: issuer, development: true });
    },
  );

  test.each([
    [['--development'], { NODE_ENV: 'production' }],
    [[], { NODE_ENV: 'production', HUB_DEVELOPMENT: 'true' }],
  ])('is for production or for development: %j, %j', (options, variables) => {
    expect(() => readConfig(options, variables)).toThrow(/expected neither under NODE_ENV=production/);
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
    [['--issuer', 'https://id.example'], /^expected both --issuer .* and --audience/],
    [['--issuer', 'ftp://x', '--audience', 'hub'], /^--issuer or TOKEN_ISSUER: expected an https URL, got/],
    [['--timeout', '0'], /^--timeout or SUBGRAPH_TIMEOUT_MS: expected a whole number from 1 to 300000, got "0"$/],
    [['--receipts-every', '0'], /^--receipts-every or RECEIPTS_EVERY: expected a whole number from 1 to 300, got "0"$/],
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
