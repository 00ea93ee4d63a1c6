import { fileURLToPath } from 'node:url';
import { knownOrganisations, subgraphs } from '@hub/runtime';
import { describe, expect, test } from '@jest/globals';
import { DataFolder } from './data-folder.js';
import { gatewayPart, hasOwnIssuer, issuerPart, type Premises, subgraphPart } from './parts.js';
import { variableName } from './organisations.js';
import { choosePorts, localUrl } from './ports.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');

const environment = {
  PATH: '/bin',
  PORT: '1',
  PSEUDONYM_KEY_FILE: '/key',
  OPERATOR_TOKEN_FILE: '/token',
  YOUTH_UNION_DATABASE_URL: 'postgresql://youth',
};
const premises: Premises = {
  root,
  folder: root,
  environment,
  data: new DataFolder('/data'),
  ports: choosePorts('5000', {}),
};

const urlOf = (name: string) => localUrl(premises.ports, name);
/** A variable of the gateway's for each subgraph. */
const forEach = (prefix: string, value: (code: string) => string) =>
  Object.fromEntries(subgraphs.map(({ code }) => [`${prefix}_${variableName(code)}`, value(code)]));

describe('a part', () => {
  test('has its own database, endpoints and secrets, and none of another', () => {
    const server = {
      address: '127.0.0.1:5011',
      namesOf: () => ({ name: 'women', owner: 'women_owner', role: 'women' }),
      part: undefined,
      prepare: () => Promise.resolve(),
    };
    expect(subgraphPart('womens-union', premises, server)).toEqual({
      name: 'womens-union',
      program: `${root}/subgraphs/womens-union/dist/main.js`,
      args: [],
      environment: {
        PATH: '/bin',
        NODE_ENV: 'development',
        NODE_COMPILE_CACHE: `${root}/node_modules/.cache/hub`,
        DATABASE_URL: 'postgresql://women@127.0.0.1:5011/women',
        DATABASE_PASSWORD_FILE: '/data/womens-union/database-password',
        OWNER_DATABASE_URL: 'postgresql://women_owner@127.0.0.1:5011/women',
        OWNER_DATABASE_PASSWORD_FILE: '/data/womens-union/owner-password',
        MIGRATE_AT_START: 'true',
        HOST: '127.0.0.1',
        PORT: '5002',
        OPERATOR_TOKEN_FILE: '/data/womens-union/operator-token',
        SIGNING_KEY_FILE: '/data/womens-union/signing.key',
        TRUSTED_GATEWAY_KEYS: '/data/gateway/signing.key.pub',
        TRUSTED_REGISTRY_KEYS: '/data/registry/signing.key.pub',
        PSEUDONYM_KEY_FILE: '/data/pseudonym.key',
        PERIOD_KEYS_FILE: '/data/period-keys.json',
        SKETCHES_SEALED_TO: '/data/movement/sealing.key.pub',
        HUB_URL: 'http://127.0.0.1:5000',
      },
      url: 'http://127.0.0.1:5002',
      log: '/data/womens-union/log',
    });
  });

  test('has the database that the user gives it', () => {
    expect(subgraphPart('youth-union', premises).environment['DATABASE_URL']).toBe('postgresql://youth');
  });

  test('of the steering committee is not given the pseudonym key', () => {
    expect(subgraphPart('movement', premises).environment).not.toHaveProperty('PSEUDONYM_KEY_FILE');
  });

  test('of an organisation that has counts only is not given the pseudonym key', () => {
    expect(subgraphPart('identity', premises).environment).not.toHaveProperty('PSEUDONYM_KEY_FILE');
  });

  test('that is the gateway is told where the subgraphs and the issuer are, and no secret but its key', () => {
    const { args, environment: given } = gatewayPart(premises, []);
    expect(args).toEqual(['--port', '5000']);
    expect(given).toEqual({
      PATH: '/bin',
      NODE_ENV: 'development',
      NODE_COMPILE_CACHE: `${root}/node_modules/.cache/hub`,
      HOST: '127.0.0.1',
      TOKEN_ISSUER: urlOf('issuer'),
      TOKEN_AUDIENCE: 'urn:hub:development',
      HUB_DEVELOPMENT: 'true',
      ...forEach('SUBGRAPH_URL', (code) => `${urlOf(code)}/graphql`),
      SIGNING_KEY_FILE: '/data/gateway/signing.key',
      ...forEach('SUBGRAPH_KEYS_FILE', (code) => `/data/${code}/signing.key.pub`),
    });
  });

  test('signs nothing, and trusts everyone, where the user allows it', () => {
    const open = { ...premises, environment: { ALLOW_UNSIGNED: 'true' } };
    expect(subgraphPart('movement', open).environment).toMatchObject({ ALLOW_UNSIGNED: 'true' });
    const keysOf = ({ environment: given }: { environment: object }) =>
      Object.keys(given).filter((name) => /KEY/.test(name));
    expect(keysOf(gatewayPart(open, []))).toEqual([]);
    // Releases and publications are signed all the same.
    expect(keysOf(subgraphPart('movement', open))).toEqual([
      'SIGNING_KEY_FILE',
      ...knownOrganisations.map(({ code }) => `RELEASE_KEYS_FILE_${code.replace('-', '_').toUpperCase()}`),
      'SEALING_KEY_FILE',
    ]);
  });

  test('that is the gateway opens the audit log where that is there, which alone has what its anchors are signed with', () => {
    expect(gatewayPart(premises).environment).toMatchObject({
      AUDIT_URL: urlOf('audit'),
      AUDIT_TOKEN_FILE: '/data/audit/operator-token',
    });
    const { environment: given } = subgraphPart('audit', premises);
    expect(given).toMatchObject({ AUDIT_KEY_FILE: '/data/audit/anchor.key' });
    expect(given).not.toHaveProperty('AUDIT_URL');
    expect(given).not.toHaveProperty('PSEUDONYM_KEY_FILE');
  });

  test('that is the issuer has what it signs with and what it gives tokens for', () => {
    expect(issuerPart(premises).environment).toEqual({
      PATH: '/bin',
      NODE_ENV: 'development',
      NODE_COMPILE_CACHE: `${root}/node_modules/.cache/hub`,
      HOST: '127.0.0.1',
      PORT: String(premises.ports.get('issuer')),
      AUDIENCE: 'urn:hub:development',
      SIGNING_KEY_FILE: '/data/issuer/signing-key.json',
      CLIENT_SECRET_FILE: '/data/issuer/client-secret',
      HUB_URL: urlOf('gateway'),
    });
  });

  test('that is the gateway trusts the issuer that the user names', () => {
    const named = { ...premises, environment: { TOKEN_ISSUER: 'https://id.example', TOKEN_AUDIENCE: 'hub' } };
    expect(hasOwnIssuer(premises)).toBe(true);
    expect(hasOwnIssuer(named)).toBe(false);
    expect(gatewayPart(named, []).environment).toMatchObject(named.environment);
    expect(gatewayPart(named, []).environment).not.toHaveProperty('HUB_DEVELOPMENT');
  });
});
