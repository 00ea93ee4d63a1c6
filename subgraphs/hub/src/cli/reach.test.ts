import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Authority, type Certified, createAuthority } from '../../../../test/support/certificates.js';
import { DataFolder } from './data-folder.js';
import { UsageError } from './failure.js';
import { reachOf, type ReachValues } from './reach.js';

describe('how an organisation is reached', () => {
  let folder: string;
  let authority: Authority;
  let own: Certified;

  const write = (name: string, content: string | object) => {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return name;
  };
  const reach = (code: string, values: ReachValues = {}, environment: NodeJS.ProcessEnv = {}) =>
    reachOf(code, values, { root: folder, folder, environment });
  const refused = (values: ReachValues, environment: NodeJS.ProcessEnv = {}) => {
    try {
      reach('youth-union', values, environment);
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
    throw new Error('Expected a UsageError.');
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reach-'));
    mkdirSync(join(folder, 'secrets'));
    authority = await createAuthority();
    own = await authority.certify('operator');
    write('ca.pem', authority.ca);
    write('own.pem', own.cert);
    write('own.key', own.key);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('is on this machine unless told', () => {
    expect(reach('youth-union')).toEqual({
      url: 'http://127.0.0.1:4003',
      tokenFiles: [join(folder, '.data/youth-union/operator-token')],
      tls: {},
    });
  });

  test('is at the port that the hub with this data was last started with, unless a port is named', () => {
    const data = new DataFolder(join(folder, 'noted'));
    mkdirSync(data.path);
    data.notePort(5000);
    expect(reach('youth-union', { data: data.path }).url).toBe('http://127.0.0.1:5003');
    expect(reach('youth-union', { data: data.path, port: '6000' }).url).toBe('http://127.0.0.1:6003');
    expect(reach('youth-union', { data: data.path }, { GATEWAY_PORT: '7000' }).url).toBe('http://127.0.0.1:7003');
  });

  test('is in the environment, under the names that the gateway has', () => {
    const environment = {
      SUBGRAPH_URL_YOUTH_UNION: 'https://youth.example/graphql',
      OPERATOR_TOKEN_FILE_YOUTH_UNION: 'token',
      SUBGRAPH_CA_FILE: 'ca.pem',
      SUBGRAPH_CERTIFICATE_FILE_YOUTH_UNION: 'own.pem',
      SUBGRAPH_CERTIFICATE_KEY_FILE_YOUTH_UNION: 'own.key',
      AUDIT_URL: 'https://audit.example',
      AUDIT_TOKEN_FILE: '/run/audit,/run/restore',
    };
    expect(reach('youth-union', {}, environment)).toEqual({
      url: 'https://youth.example/graphql',
      tokenFiles: [join(folder, 'token')],
      tls: { ca: authority.ca, ...own },
    });
    expect(reach('audit', {}, environment)).toEqual({
      url: 'https://audit.example',
      tokenFiles: ['/run/audit', '/run/restore'],
      tls: { ca: authority.ca },
    });
  });

  test('is in a file, before the environment, and its files are beside it', () => {
    write('secrets/ca.pem', authority.ca);
    write('secrets/hub.json', {
      'youth-union': { url: 'https://file.example', operatorTokenFile: 'youth', caFile: 'ca.pem' },
    });
    const environment = {
      ORGANISATIONS_FILE: 'secrets/hub.json',
      SUBGRAPH_URL_YOUTH_UNION: 'https://environment.example',
    };
    expect(reach('youth-union', {}, environment)).toEqual({
      url: 'https://file.example',
      tokenFiles: [join(folder, 'secrets/youth')],
      tls: { ca: authority.ca },
    });
    expect(reach('university', {}, environment).url).toBe('http://127.0.0.1:4004');
    const values = { url: 'https://line.example', 'token-file': 'mine', organisations: 'secrets/hub.json' };
    expect(reach('youth-union', values)).toMatchObject({
      url: 'https://line.example',
      tokenFiles: [join(folder, 'mine')],
    });
    // The command line's options are for another organisation.
    const { folder: _, ...surroundings } = { root: folder, folder, environment };
    expect(reachOf('youth-union', values, { ...surroundings, folder }, false).url).toBe('https://file.example');
  });

  test('is not guessed where something is wrong', () => {
    expect(refused({ url: 'youth.example' })).toContain('--url: expected an http or https URL');
    expect(refused({}, { SUBGRAPH_URL_YOUTH_UNION: 'ftp://youth.example' })).toContain(
      'SUBGRAPH_URL_YOUTH_UNION: expected',
    );
    expect(refused({ 'ca-file': 'none.pem' })).toMatch(
      /^--ca-file: expected a readable file, got .*none\.pem \(no such/,
    );
    expect(refused({}, { SUBGRAPH_CA_FILE: 'none.pem' })).toContain('SUBGRAPH_CA_FILE: expected a readable file');
    expect(refused({ 'certificate-file': 'own.pem' })).toContain(
      'expected a certificate file and its key file, got one',
    );
    expect(refused({ 'certificate-file': 'own.pem', 'certificate-key-file': 'ca.pem' })).toContain(
      'that belong together',
    );
    expect(refused({ organisations: 'none.json' })).toContain('Expected a JSON file of organisations in ');
    expect(refused({ organisations: write('list.json', '[]') })).toContain('list.json');
    expect(refused({ organisations: write('odd.json', { nobody: {} }) })).toContain('expected entries of movement, ');
    expect(refused({ organisations: write('key.json', { 'youth-union': { token: 'x' } }) })).toContain(
      'Unrecognized key: "token"',
    );
  });
});
