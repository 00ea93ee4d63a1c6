import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPairIfMissing, readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig, readMigrationConfig } from './config.js';
import { defaultLimits } from '../database/limits.js';

let folder: string;
let secretFile: string;
let tokensFile: string;
let shortFile: string;
const secret = 'a-secret-of-thirty-two-bytes-or-more';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-config-'));
  secretFile = join(folder, 'secret');
  tokensFile = join(folder, 'tokens');
  shortFile = join(folder, 'short');
  writeFileSync(secretFile, `${secret}\n`);
  writeFileSync(tokensFile, `metrics ${secret}\n`);
  writeFileSync(shortFile, 'too-short');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function errorOf(variables: NodeJS.ProcessEnv): string {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('Expected a ConfigError.');
}

const unsigned = { ALLOW_UNSIGNED: 'true', NODE_ENV: 'test' };
const minimum = () => ({
  DATABASE_URL: 'postgresql://hub@localhost/hub',
  PORT: '4002',
  OPERATOR_TOKEN_FILE: tokensFile,
  ...unsigned,
});

describe('a subgraph’s configuration', () => {
  test('needs a database, a port and the operator’s token; the rest has defaults', () => {
    expect(readConfig(minimum())).toEqual({
      databaseUrl: 'postgresql://hub@localhost/hub',
      databaseLimits: defaultLimits,
      webhookNetworks: [],
      organisationNetworks: [],
      migrateAtStart: true,
      rootPlace: '38',
      agreementsFolder: expect.stringMatching(/subgraphs\/$/),
      supergraphFile: undefined,
      placesFolder: expect.stringMatching(/runtime\/data\/places\/$/),
      goalsFolder: expect.stringMatching(/runtime\/data\/goals\/$/),
      host: '127.0.0.1',
      port: 4002,
      logLevel: 'info',
      hubUrl: undefined,
      operatorTokens: [{ scopes: new Set(['metrics']), token: secret }],
      pseudonymKeys: undefined,
      trust: undefined,
      tls: undefined,
      release: { kind: 'after import' },
      releaseKeyFiles: { keys: new Map() },
    });
  });

  test('is read in full', () => {
    const config = readConfig({
      DATABASE_URL: 'postgresql://hub:x@localhost/womens_union',
      HOST: '0.0.0.0',
      PORT: '0',
      LOG_LEVEL: 'silent',
      OPERATOR_TOKEN_FILE: tokensFile,
      PSEUDONYM_KEY_FILE: secretFile,
      ...unsigned,
    });
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      logLevel: 'silent',
      pseudonymKeys: [Buffer.from(secret)],
    });
  });

  test('names the place that the hub is of', () => {
    const places = { ROOT_PLACE: '40', PLACES_FOLDER: '/etc/hub/places' };
    expect(readConfig({ ...minimum(), ...places })).toMatchObject({ rootPlace: '40', placesFolder: '/etc/hub/places' });
    expect(readConfig({ ...minimum(), GOALS_FOLDER: '/etc/hub/goals' })).toMatchObject({
      goalsFolder: '/etc/hub/goals',
    });
    expect(readConfig({ ...minimum(), ROOT_PLACE: '', PLACES_FOLDER: '' })).toMatchObject({ rootPlace: '38' });
    expect(() => readConfig({ ...minimum(), ROOT_PLACE: 'Nghệ An' })).toThrow(
      'ROOT_PLACE: expected the code of a province (2 digits) or a country (2 letters)',
    );
  });

  test('says when releases are made, and has the key that they are signed with', () => {
    const key = join(folder, 'release.key');
    createKeyPairIfMissing(key);
    const config = readConfig({ ...minimum(), RELEASES: 'daily 02:00', SIGNING_KEY_FILE: key });
    expect(config.release).toEqual({ kind: 'daily', at: '02:00' });
    expect(config.releaseKey?.id).toBe(readSigningKey(key).id);
    expect(readConfig({ ...minimum(), RELEASES: '' }).release).toEqual({ kind: 'after import' });
    expect(readConfig({ ...minimum(), EVIDENCE_MOST_REJECTED: '0.05' }).mostRejected).toBe(0.05);
    expect(readConfig(minimum()).mostRejected).toBeUndefined();
    expect(errorOf({ ...minimum(), EVIDENCE_MOST_REJECTED: '5' })).toContain('expected a share, 0 to 1');
    expect(errorOf({ ...minimum(), RELEASES: 'daily' })).toContain('RELEASES: expected "daily HH:MM"');
    expect(errorOf({ ...minimum(), SIGNING_KEY_FILE: shortFile })).toContain(
      'SIGNING_KEY_FILE: expected an Ed25519 key',
    );
    const production = {
      ...{ ...minimum(), DATABASE_URL: 'postgresql://hub@localhost/hub', NODE_ENV: 'production' },
      ...{ ALLOW_UNSIGNED: '', SIGNING_KEY_FILE: key, TRUSTED_GATEWAY_KEYS: `${key}.pub` },
    };
    const { release, releaseKey } = readConfig(production);
    expect({ release, id: releaseKey?.id }).toEqual({ release: { kind: 'by hand' }, id: readSigningKey(key).id });
  });

  test('takes the database’s password from a file, and makes no key that is missing', () => {
    const missing = join(folder, 'made', 'token');
    const variables = {
      DATABASE_URL: 'postgresql://hub@localhost/hub',
      DATABASE_PASSWORD_FILE: shortFile,
      PORT: '0',
      OPERATOR_TOKEN_FILE: missing,
      ...unsigned,
    };
    expect(errorOf(variables)).toContain('OPERATOR_TOKEN_FILE: cannot read');
    expect(existsSync(missing)).toBe(false);
    expect(readConfig({ ...variables, OPERATOR_TOKEN_FILE: tokensFile }).databaseUrl).toBe(
      'postgresql://hub:too-short@localhost/hub',
    );
  });

  test('takes no operator’s token that does not say what it opens', () => {
    expect(errorOf({ ...minimum(), OPERATOR_TOKEN_FILE: secretFile })).toContain(
      'OPERATOR_TOKEN_FILE: line 1: expected scopes (metrics, import, release, people, audit, restore, keys, follow) and a token',
    );
  });

  test('fails with one error that lists everything wrong, and repeats no secret', () => {
    const message = errorOf({
      DATABASE_URL: 'mysql://localhost/x',
      PORT: 'http',
      LOG_LEVEL: 'loud',
      HUB_URL: 'the hub',
      OPERATOR_TOKEN_FILE: shortFile,
      PSEUDONYM_KEY_FILE: join(folder, 'nowhere'),
      ...unsigned,
    });
    expect(message.split('\n')).toEqual([
      'The configuration is not usable:',
      '  DATABASE_URL: expected postgresql://USER:PASSWORD@HOST/DATABASE',
      '  PORT: expected a port number',
      expect.stringMatching(/^ {2}LOG_LEVEL: .*"silent"/),
      "  HUB_URL: expected the hub's address",
      `  OPERATOR_TOKEN_FILE: expected at least 32 bytes in ${shortFile}`,
      expect.stringMatching(/^ {2}PSEUDONYM_KEY_FILE: cannot read .*nowhere/),
    ]);
    expect(message).not.toContain('too-short');
  });

  test.each([undefined, '', 'production', 'prod'])('answers nobody unsigned under NODE_ENV=%s', (NODE_ENV) => {
    expect(errorOf({ ...minimum(), NODE_ENV })).toContain('ALLOW_UNSIGNED: expected nothing in production');
    expect(readConfig({ ...minimum(), NODE_ENV: 'development' }).trust).toBeUndefined();
  });

  test.each([
    ['womens-union', 'PSEUDONYM_KEY_FILE'],
    ['audit', 'AUDIT_KEY_FILE'],
  ])('has the keys of its own in production: %s', (organisation, name) => {
    const message = (NODE_ENV: string) => {
      try {
        readConfig({ ...minimum(), DATABASE_URL: 'none', NODE_ENV }, organisation);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(message('production')).toContain(`${name}: expected the file`);
    expect(message('test')).not.toContain(name);
  });

  test('has no key to pseudonyms where it has counts only', () => {
    const given = { ...minimum(), PSEUDONYM_KEY_FILE: secretFile };
    expect(readConfig(given, 'womens-union').pseudonymKeys).toBeDefined();
    expect(() => readConfig(given, 'identity')).toThrow(
      'PSEUDONYM_KEY_FILE: expected nothing, for identity has no records of people',
    );
    expect(readConfig(minimum(), 'identity').pseudonymKeys).toBeUndefined();
  });

  test('makes no keys in production, and names all that are missing at once', () => {
    const at = (name: string) => join(folder, 'none', name);
    const message = errorOf({
      DATABASE_URL: 'postgresql://hub@localhost/hub',
      DATABASE_PASSWORD_FILE: at('password'),
      PORT: '0',
      OPERATOR_TOKEN_FILE: at('token'),
      PSEUDONYM_KEY_FILE: at('pseudonym'),
      SIGNING_KEY_FILE: at('signing'),
      TRUSTED_GATEWAY_KEYS: at('gateway'),
      NODE_ENV: 'production',
    });
    for (const name of ['password', 'token', 'pseudonym', 'signing', 'gateway']) expect(message).toContain(at(name));
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('names everything that is missing', () => {
    expect(errorOf({}).match(/(?<=^ +)[A-Z_]+(?=:)/gm)).toEqual([
      ...['DATABASE_URL', 'PORT', 'OPERATOR_TOKEN_FILE', 'TRUSTED_GATEWAY_KEYS', 'SIGNING_KEY_FILE'],
    ]);
  });

  test('bounds how long a database may keep it waiting, and migrates at the start in production only when told', () => {
    const { databaseLimits } = readConfig({
      ...minimum(),
      DATABASE_CONNECT_TIMEOUT_MS: '1000',
      DATABASE_STATEMENT_TIMEOUT_MS: '2000',
      DATABASE_LOCK_TIMEOUT_MS: '3000',
      DATABASE_IDLE_TRANSACTION_TIMEOUT_MS: '4000',
      DATABASE_CONNECTIONS: '5',
    });
    expect(databaseLimits).toEqual({
      ...{ connectMs: 1000, statementMs: 2000, lockMs: 3000, idleTransactionMs: 4000, connections: 5 },
    });
    for (const wrong of ['0', '-1', 'none', '1e3'])
      expect(errorOf({ ...minimum(), DATABASE_STATEMENT_TIMEOUT_MS: wrong })).toContain(
        'DATABASE_STATEMENT_TIMEOUT_MS: expected milliseconds, 100 to 86400000',
      );
    expect(readConfig({ ...minimum(), MIGRATE_AT_START: 'false' }).migrateAtStart).toBe(false);
    expect(errorOf({ ...minimum(), MIGRATE_AT_START: 'yes' })).toContain('MIGRATE_AT_START: expected true or false');
  });

  test('names the owner of the database, and the role that the server has', () => {
    const owner = { OWNER_DATABASE_URL: 'postgresql://owner@localhost/hub', OWNER_DATABASE_PASSWORD_FILE: secretFile };
    expect(readMigrationConfig({ ...owner, DATABASE_URL: 'postgresql://server@localhost/hub' })).toEqual({
      ownerUrl: `postgresql://owner:${secret}@localhost/hub`,
      serverRole: 'server',
    });
    expect(readMigrationConfig(owner).serverRole).toBeUndefined();
    expect(
      readMigrationConfig({ ...owner, DATABASE_URL: 'postgresql://owner@localhost/hub' }).serverRole,
    ).toBeUndefined();
    expect(() => readMigrationConfig({})).toThrow('OWNER_DATABASE_URL: expected postgresql://OWNER@HOST/DATABASE');
  });

  test.each(['?sslmode=verify-full', '?application_name=hub', '?'])(
    'ignores no parameter of a database: %s',
    (after) => {
      const url = `postgresql://hub@localhost/hub${after}`;
      expect(errorOf({ ...minimum(), DATABASE_URL: url })).toContain('DATABASE_URL: expected nothing after "?"');
      expect(() => readMigrationConfig({ OWNER_DATABASE_URL: url })).toThrow(
        'OWNER_DATABASE_URL: expected nothing after',
      );
    },
  );

  test.each(['', '-1', '65536', '40.5', '4002 '.repeat(2)])('takes no port %j', (port) => {
    expect(errorOf({ ...minimum(), PORT: port })).toContain('PORT:');
  });

  test.each(['mysql://localhost/hub', 'postgresql:', 'postgresql:/localhost', './folder'])(
    'takes no database %j',
    (url) => {
      expect(errorOf({ ...minimum(), DATABASE_URL: url })).toContain('DATABASE_URL:');
    },
  );
});
