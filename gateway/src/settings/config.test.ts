import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPairIfMissing, publicFileOf } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Config, readConfig as readConfigIn, subgraphUrl } from './config.js';
import { optOuts } from './opt-outs.js';

/** Reads the configuration outside production, unless the variables say otherwise. */
const readConfig = (args: readonly string[], variables: NodeJS.ProcessEnv): Config =>
  readConfigIn(args, { NODE_ENV: 'test', ...variables });

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
    [['--development'], { NODE_ENV: 'prod' }],
    [['--development'], { NODE_ENV: undefined }],
    [[], { NODE_ENV: 'production', HUB_DEVELOPMENT: 'true' }],
  ])('is for production or for development: %j, %j', (options, variables) => {
    expect(() => readConfig(options, variables)).toThrow(
      /--development, HUB_DEVELOPMENT: expected neither in production/,
    );
  });

  test('finds a subgraph’s URL under its name in upper case', () => {
    const config = readConfig([], { SUBGRAPH_URL_WOMENS_UNION: 'http://women.example/graphql' });
    expect(subgraphUrl(config, 'womens-union')).toBe('http://women.example/graphql');
    expect(subgraphUrl(config, 'youth-union')).toBeUndefined();
  });

  test('takes a file of subgraphs', () => {
    expect(readConfig([], {}).subgraphs).toBeUndefined();
    expect(readConfig(['--subgraphs', 'mine.json'], { SUBGRAPHS_FILE: 'other.json' }).subgraphs).toBe('mine.json');
  });

  test.each([
    [['--prot', '4000'], /^Unknown option '--prot'; expected --supergraph FILE, --foreign, --port N/],
    [['supergraph.graphql'], /^Unexpected argument 'supergraph.graphql'/],
    [['--port'], /argument missing; expected --supergraph/],
    [['--port', 'http'], /^--port or PORT: expected a whole number from 0 to 65535, got "http"$/],
    [['--share', 'all'], /^--share or SHARE: expected none, fetch or operation, got "all"$/],
    [['--issuer', 'https://id.example'], /^expected both --issuer .* and --audience/],
    [['--issuer', 'ftp://x', '--audience', 'hub'], /^--issuer or TOKEN_ISSUER: expected an https URL or none, got/],
    [['--timeout', '0'], /^--timeout or SUBGRAPH_TIMEOUT_MS: expected a whole number from 1 to 300000, got "0"$/],
    [['--receipts-every', '0'], /^--receipts-every or RECEIPTS_EVERY: expected a whole number from 1 to 300, got "0"$/],
  ])('refuses %j with one line', (args, message) => {
    expect(() => readConfig(args, {})).toThrow(message);
  });

  test('lists everything wrong at once', () => {
    expect(() => readConfig(['--port=-1.5'], { LOG_LEVEL: 'loud' })).toThrow(
      /^the configuration is not usable:\n {2}--port.*\n {2}LOG_LEVEL.*got "loud"$/,
    );
  });

  test('refuses a URL that is none', () => {
    expect(() => readConfig([], { SUBGRAPH_URL_MOVEMENT: 'localhost:4001' })).toThrow(
      'SUBGRAPH_URL_MOVEMENT: expected an http or https URL, got "localhost:4001"',
    );
  });
});

describe('protection', () => {
  test.each([
    ['the hub’s own by its default', []],
    ['the hub’s own by a relative path', ['--supergraph', 'schema/supergraph.graphql']],
    ['any other', ['--supergraph', 'other.graphql']],
  ])('is the default for every supergraph: %s', (_name, args) => {
    const config = readConfig(args, {});
    expect(config).toMatchObject({ foreign: false, limits: 'hub', agreements: expect.stringMatching(/subgraphs$/) });
  });

  test('is left out for a foreign graph, save what is named', () => {
    const args = ['--supergraph', 'other.graphql', '--foreign'];
    expect(readConfig(args, {})).toMatchObject({ foreign: true, limits: 'off', agreements: undefined });
    expect(readConfig([...args, '--limits', 'hub'], {})).toMatchObject({ limits: 'hub', agreements: undefined });
  });

  test('is not left out unsaid', () => {
    const args = ['--foreign'];
    expect(optOuts(readConfig(args, {}))).toEqual([
      expect.stringMatching(/^a foreign graph is served/),
      expect.stringMatching(/^no issuer of tokens/),
      expect.stringMatching(/not recorded/),
    ]);
    expect(optOuts(readConfig(['--limits', 'off'], { AGREEMENTS: 'off', TOKEN_ISSUER: 'none' }))).toEqual([
      expect.stringMatching(/^no issuer of tokens/),
      expect.stringMatching(/^no agreements/),
      expect.stringMatching(/not recorded/),
      expect.stringMatching(/^subgraphs are asked unsigned/),
      expect.stringMatching(/^limits are off/),
    ]);
  });
});

describe('in production', () => {
  let folder: string;
  let full: NodeJS.ProcessEnv;
  const missing = {
    issuer: '--issuer and --audience (TOKEN_ISSUER, TOKEN_AUDIENCE): expected',
    key: 'SIGNING_KEY_FILE: expected',
    audit: 'AUDIT_URL, AUDIT_TOKEN_FILE: expected',
    proxies: 'TRUSTED_PROXIES: expected',
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gateway-config-'));
    const key = join(folder, 'signing.key');
    createKeyPairIfMissing(key);
    writeFileSync(join(folder, 'token'), `audit ${'a-token-'.repeat(4)}`);
    full = {
      NODE_ENV: 'production',
      TOKEN_ISSUER: 'https://id.example',
      TOKEN_AUDIENCE: 'hub',
      SIGNING_KEY_FILE: key,
      SUBGRAPH_KEYS_FILE_MOVEMENT: publicFileOf(key),
      AUDIT_URL: 'http://audit.internal:4000',
      AUDIT_TOKEN_FILE: join(folder, 'token'),
      TRUSTED_PROXIES: '0',
    };
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const faultsOf = (args: readonly string[], variables: NodeJS.ProcessEnv): string => {
    try {
      readConfigIn(args, variables);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  test('a gateway with all that it needs starts, with the hub’s limits and agreements', () => {
    const config = readConfigIn([], full);
    expect(config).toMatchObject({ limits: 'hub', trustedProxies: 0, introspection: 'authenticated' });
    expect(optOuts(config)).toEqual([]);
  });

  test.each([undefined, '', 'production', 'prod'])('all that is missing is named at once: NODE_ENV=%s', (NODE_ENV) => {
    const faults = faultsOf(['--port', 'http'], { NODE_ENV });
    for (const one of Object.values(missing)) expect(faults).toContain(one);
    expect(faults).toContain('--port or PORT: expected a whole number');
  });

  test.each([
    [{ TOKEN_ISSUER: '', TOKEN_AUDIENCE: '' }, missing.issuer],
    [{ SIGNING_KEY_FILE: '', SUBGRAPH_KEYS_FILE_MOVEMENT: '' }, missing.key],
    [{ AUDIT_URL: '' }, missing.audit],
    [{ AUDIT_URL: 'http://hub.internal/audit' }, 'AUDIT_URL: expected the address of the audit log alone'],
    [{ REGISTRY_URL: 'http://hub.internal/a/' }, 'REGISTRY_URL: expected the address of the registry alone'],
    [{ TRUSTED_PROXIES: '' }, missing.proxies],
    [{ LIMITS: 'off' }, '--limits or LIMITS: expected hub or a JSON file of limits in production'],
  ])('each thing that is missing or not allowed is named alone: %j', (changed, fault) => {
    const faults = faultsOf([], { ...full, ...changed });
    expect(faults.startsWith(fault)).toBe(true);
    expect(faults).not.toContain('\n');
  });

  test('no foreign graph is served', () => {
    expect(faultsOf(['--foreign'], full)).toMatch(/^--foreign: expected nothing in production/);
  });

  test('every key of its own that cannot be read is named; a subgraph’s costs that subgraph alone', () => {
    const none = (name: string) => join(folder, 'none', name);
    const faults = faultsOf([], {
      ...full,
      SIGNING_KEY_FILE: none('own'),
      SUBGRAPH_KEYS_FILE_MOVEMENT: none('movement'),
      AUDIT_TOKEN_FILE: none('token'),
    });
    expect(faults).toContain(`SIGNING_KEY_FILE: cannot read ${none('own')}`);
    expect(faults).toContain(`AUDIT_TOKEN_FILE: expected operators' tokens in ${none('token')}`);
    expect(faults).not.toContain(none('movement'));
  });

  test('the issuer, the audit log and agreements have an opt-out each, which the log names', () => {
    const variables = { ...full, TOKEN_ISSUER: 'none', TOKEN_AUDIENCE: '', AUDIT_URL: 'off', AGREEMENTS: 'off' };
    const config = readConfigIn([], variables);
    expect(config).toMatchObject({ issuer: undefined, audit: undefined, agreements: undefined });
    // Without an issuer, every caller is anonymous, so introspection is refused.
    expect(config.introspection).toBe('authenticated');
    expect(optOuts(config)).toHaveLength(3);
  });
});
