import { describe, expect, test } from '@jest/globals';
import { DataFolder } from './data-folder.js';
import { gatewayPart, hasOwnIssuer, issuerPart, type Premises, subgraphPart } from './parts.js';
import { choosePorts } from './ports.js';

const environment = {
  PATH: '/bin',
  PORT: '1',
  PSEUDONYM_KEY_FILE: '/key',
  OPERATOR_TOKEN_FILE: '/token',
  YOUTH_UNION_DATABASE_URL: 'postgresql://youth',
};
const premises: Premises = {
  root: '/hub',
  folder: '/hub',
  environment,
  data: new DataFolder('/data'),
  ports: choosePorts('5000', {}),
};

describe('a part', () => {
  test('has its own database, doors and secrets, and none of another', () => {
    expect(subgraphPart('womens-union', premises)).toEqual({
      name: 'womens-union',
      program: '/hub/subgraphs/womens-union/dist/main.js',
      args: [],
      environment: {
        PATH: '/bin',
        NODE_ENV: 'development',
        DATABASE_URL: 'pglite:///data/womens-union/database',
        HOST: '127.0.0.1',
        PORT: '5002',
        OPERATOR_TOKEN_FILE: '/data/womens-union/operator-token',
        SIGNING_KEY_FILE: '/data/womens-union/signing.key',
        TRUSTED_GATEWAY_KEYS: '/data/gateway/signing.key.pub',
        PSEUDONYM_KEY_FILE: '/data/pseudonym.key',
      },
      url: 'http://127.0.0.1:5002',
      log: '/data/womens-union/log',
    });
  });

  test('has the database that the user gives it', () => {
    expect(subgraphPart('youth-union', premises).environment['DATABASE_URL']).toBe('postgresql://youth');
  });

  test('of the steering committee is told where the hub is, and not given the pseudonym key', () => {
    const { environment: given } = subgraphPart('movement', premises);
    expect(given).toMatchObject({
      HUB_URL: 'http://127.0.0.1:5000/graphql',
      HUB_TOKEN_ISSUER: 'http://127.0.0.1:5007',
      HUB_CLIENT_SECRET_FILE: premises.data.clientSecretFile,
    });
    expect(given).not.toHaveProperty('PSEUDONYM_KEY_FILE');
  });

  test('that is the gateway is told where the subgraphs and the issuer are, and no secret but its key', () => {
    const { args, environment: given } = gatewayPart(premises, false);
    expect(args).toEqual(['--port', '5000']);
    expect(given).toEqual({
      PATH: '/bin',
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      TOKEN_ISSUER: 'http://127.0.0.1:5007',
      TOKEN_AUDIENCE: 'urn:hub:development',
      HUB_DEVELOPMENT: 'true',
      SUBGRAPH_URL_MOVEMENT: 'http://127.0.0.1:5001/graphql',
      SUBGRAPH_URL_WOMENS_UNION: 'http://127.0.0.1:5002/graphql',
      SUBGRAPH_URL_YOUTH_UNION: 'http://127.0.0.1:5003/graphql',
      SUBGRAPH_URL_UNIVERSITY: 'http://127.0.0.1:5004/graphql',
      SUBGRAPH_URL_PUBLIC_SECTOR: 'http://127.0.0.1:5005/graphql',
      SUBGRAPH_URL_AUDIT: 'http://127.0.0.1:5006/graphql',
      SIGNING_KEY_FILE: '/data/gateway/signing.key',
      SUBGRAPH_KEYS_FILE_MOVEMENT: '/data/movement/signing.key.pub',
      SUBGRAPH_KEYS_FILE_WOMENS_UNION: '/data/womens-union/signing.key.pub',
      SUBGRAPH_KEYS_FILE_YOUTH_UNION: '/data/youth-union/signing.key.pub',
      SUBGRAPH_KEYS_FILE_UNIVERSITY: '/data/university/signing.key.pub',
      SUBGRAPH_KEYS_FILE_PUBLIC_SECTOR: '/data/public-sector/signing.key.pub',
      SUBGRAPH_KEYS_FILE_AUDIT: '/data/audit/signing.key.pub',
    });
  });

  test('signs nothing, and trusts everyone, where the user allows it', () => {
    const open = { ...premises, environment: { ALLOW_UNSIGNED: 'true' } };
    expect(subgraphPart('movement', open).environment).toMatchObject({ ALLOW_UNSIGNED: 'true' });
    for (const { environment: given } of [subgraphPart('movement', open), gatewayPart(open, false)]) {
      expect(Object.keys(given).filter((name) => /KEY/.test(name))).toEqual([]);
    }
  });

  test('that is the gateway opens the audit log where that is there, which alone has what its anchors are signed with', () => {
    expect(gatewayPart(premises, true).environment).toMatchObject({
      AUDIT_URL: 'http://127.0.0.1:5006',
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
      HOST: '127.0.0.1',
      PORT: '5007',
      AUDIENCE: 'urn:hub:development',
      SIGNING_KEY_FILE: '/data/issuer/signing-key.json',
      CLIENT_SECRET_FILE: '/data/issuer/client-secret',
    });
  });

  test('that is the gateway trusts the issuer that the user names', () => {
    const named = { ...premises, environment: { TOKEN_ISSUER: 'https://id.example', TOKEN_AUDIENCE: 'hub' } };
    expect(hasOwnIssuer(premises)).toBe(true);
    expect(hasOwnIssuer(named)).toBe(false);
    expect(gatewayPart(named, false).environment).toMatchObject(named.environment);
    expect(gatewayPart(named, false).environment).not.toHaveProperty('HUB_DEVELOPMENT');
  });
});
