import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audit } from '@hub/audit';
import { operatorTokenFor } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { university } from '@hub/university';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readTls } from '../../subgraphs/kit/src/trust/trust-config.js';
import { type Authority, createAuthority } from '../support/certificates.js';
import { Composed } from '../support/composed.js';
import { createDatabase, newDatabase } from '../support/database.js';
import { makeKey } from '../support/signing-gateway.js';
import { operatorTokens, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { hub, temporaryFolder } from './support/hub.js';

const others = subgraphs.map(({ code }) => code).filter((code) => !['university', 'audit'].includes(code));
const accept = [
  'audit',
  'accept-restore',
  '--by',
  'Lan',
  '--reason',
  'tried',
  ...others.flatMap((one) => ['--without', one]),
];

describe('commands over TLS, with an authority of their own and certificates of callers', () => {
  const folder = temporaryFolder();
  let authority: Authority;
  let running: RunningSubgraph[];
  let urls: { audit: string; university: string };

  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const run = async (args: readonly string[], environment: NodeJS.ProcessEnv = {}) => {
    const { exitCode, stdout, stderr } = await hub(args, { folder, environment });
    return { exitCode, stdout, stderr };
  };

  beforeAll(async () => {
    authority = await createAuthority();
    const [own, operator, stranger] = await Promise.all([
      authority.certify('localhost'),
      authority.certify('operator'),
      createAuthority('Another authority'),
    ]);
    const tls = readTls({
      TLS_CERTIFICATE_FILE: file('own.pem', own.cert),
      TLS_CERTIFICATE_KEY_FILE: file('own.key', own.key),
      TLS_CLIENT_CA_FILE: file('ca.pem', authority.ca),
    });
    file('operator.pem', operator.cert);
    file('operator.key', operator.key);
    file('stranger-ca.pem', stranger.ca);
    file('token', operatorTokens);
    makeKey(join(folder, 'gateway.key'));
    running = await Promise.all([
      startSubgraph(audit, newDatabase(), { tls }),
      startSubgraph(university, newDatabase(), { tls }),
    ]);
    const [log, keeper] = running.map(({ url }) => url.replace('127.0.0.1', 'localhost'));
    urls = { audit: log ?? '', university: keeper ?? '' };
    file(
      'hub.json',
      JSON.stringify(
        Object.fromEntries(
          Object.entries(urls).map(([code, url]) => [
            code,
            {
              url,
              operatorTokenFile: 'token',
              caFile: 'ca.pem',
              certificateFile: 'operator.pem',
              certificateKeyFile: 'operator.key',
            },
          ]),
        ),
      ),
    );
    file('anchors.json', '[]');
  });
  afterAll(async () => {
    await Promise.all(running.map((one) => one.stop()));
  });

  const tls = () => ({
    SUBGRAPH_CA_FILE: 'ca.pem',
    SUBGRAPH_CERTIFICATE_FILE: 'operator.pem',
    SUBGRAPH_CERTIFICATE_KEY_FILE: 'operator.key',
  });
  const places = () => ({
    TRUSTED_GATEWAY_KEYS: 'gateway.key.pub',
    SUBGRAPH_URL_UNIVERSITY: `${urls.university}/graphql`,
    SUBGRAPH_URL_AUDIT: `${urls.audit}/graphql`,
    OPERATOR_TOKEN_FILE_UNIVERSITY: 'token',
    OPERATOR_TOKEN_FILE_AUDIT: 'token',
  });

  test('work as the environment, a file or the command line says where all is', async () => {
    const commands: [readonly string[], string][] = [
      [['audit', 'verify', '--anchors', 'anchors.json'], 'The audit log is whole: 0 entries'],
      [['audit', 'anchor', 'university'], 'university: no anchors\n'],
      [accept, 'there is no loss to accept'],
      [['receipts', 'university'], 'university: no receipts\n'],
      [['import', 'university'], 'university takes, in this order:'],
    ];
    for (const [args, said] of commands) {
      expect([args, await run(args, { ...places(), ...tls() })]).toEqual([
        args,
        { exitCode: 0, stdout: expect.stringContaining(said), stderr: '' },
      ]);
    }
    const fromFile = { TRUSTED_GATEWAY_KEYS: 'gateway.key.pub', ORGANISATIONS_FILE: 'hub.json' };
    expect(await run(accept, fromFile)).toMatchObject({ exitCode: 0, stderr: '' });
    const line = [
      '--url',
      urls.university,
      '--token-file',
      'token',
      '--gateway-keys',
      'gateway.key.pub',
      '--ca-file',
      'ca.pem',
    ];
    const shown = ['--certificate-file', 'operator.pem', '--certificate-key-file', 'operator.key'];
    expect(await run(['receipts', 'university', ...line, ...shown])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('end with 2 and say which side is not trusted, and where', async () => {
    const { SUBGRAPH_CA_FILE: ca } = tls();
    for (const [environment, why] of [
      [{}, /self-signed certificate in certificate chain/i],
      [{ ...tls(), SUBGRAPH_CA_FILE: 'stranger-ca.pem' }, /self-signed certificate in certificate chain/i],
      [{ SUBGRAPH_CA_FILE: ca }, /CERTIFICATE_REQUIRED|ECONNRESET|EPIPE/i],
    ] as const) {
      for (const args of [
        ['receipts', 'university'],
        ['audit', 'anchor', 'university'],
        ['audit', 'verify', '--anchors', 'anchors.json'],
        accept,
      ]) {
        const { exitCode, stderr } = await run(args, { ...places(), ...environment });
        const where = args.includes('verify') ? urls.audit : urls.university;
        expect([args, exitCode, stderr]).toEqual([args, 2, expect.stringContaining(` at ${where} (`)]);
        expect(stderr).toMatch(why);
        expect(stderr).not.toMatch(/^\s+at /m);
      }
    }
  });

  test('end with 2 where nobody is there, a token opens nothing, or something else answers', async () => {
    file('other-token', `audit ${'x'.repeat(40)}\n`);
    for (const [environment, why] of [
      [{ SUBGRAPH_URL_UNIVERSITY: 'http://127.0.0.1:1' }, 'connection refused'],
      [{ OPERATOR_TOKEN_FILE_UNIVERSITY: 'none' }, "Cannot read the operator's token of university in "],
      [{ OPERATOR_TOKEN_FILE_UNIVERSITY: 'other-token' }, "refuses the operator's token"],
      [{ SUBGRAPH_URL_UNIVERSITY: urls.audit }, 'answered 404 to /operator/audit-anchors'],
    ] as const) {
      const { exitCode, stderr } = await run(['audit', 'anchor', 'university'], {
        ...places(),
        ...tls(),
        ...environment,
      });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
    }
    expect(await run(['audit', 'verfiy'], places())).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Expected audit verify, audit anchor, audit accept-restore, got "verfiy".'),
    });
  });
});

describe('commands in Compose, with its environment and volumes and without pnpm', () => {
  const folder = temporaryFolder();
  let programs: Record<string, RunningProgram> = {};
  const compose = new Composed(join(folder, 'secrets'), (service) => programs[service]?.url);
  const start = async (service: string) => {
    const { DATABASE_PASSWORD_FILE: _, PORT: __, HOST: ___, ...environment } = compose.environmentOf(service);
    return startProgram(`subgraphs/${service}/dist/main.js`, [], {
      ...environment,
      DATABASE_URL: await createDatabase(),
      MIGRATE_AT_START: 'true',
    });
  };
  const run = (args: readonly string[]) => hub(args, { folder, environment: compose.environmentOf('operator') });

  beforeAll(async () => {
    expect(await hub(['secrets', 'secrets'], { folder })).toMatchObject({ exitCode: 0 });
    const [log, keeper] = await Promise.all([start('audit'), start('university')]);
    programs = { audit: log, university: keeper };
  });
  afterAll(async () => {
    await Promise.all(Object.values(programs).map((program) => program.stop()));
  });

  test('the operator’s service is the hub’s command, and is told of every organisation', () => {
    const { entrypoint, profiles, image, networks, volumes = [] } = compose.services['operator'] ?? {};
    expect({ entrypoint, profiles, image, networks }).toEqual({
      entrypoint: ['hub'],
      profiles: ['operator'],
      image: compose.services['audit']?.image,
      networks: ['hub'],
    });
    for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    const dockerfile = readFileSync(fileURLToPath(new URL('../../Dockerfile', import.meta.url)), 'utf8');
    expect(dockerfile).toContain('/usr/local/bin/hub');
    expect(dockerfile).toContain('keys="$keys /secrets/$code /secrets/$code-owner"');
    const ofOrganisations = new Set(subgraphs.flatMap(({ code }) => [code, `${code}-owner`]));
    for (const path of compose.folders)
      if (!ofOrganisations.has(path)) expect(dockerfile).toMatch(new RegExp(`/secrets/${path}[ \\\\]`));
  });

  test('read what organisations and the audit log have, and accept a restore', async () => {
    writeFileSync(join(folder, 'anchors.json'), '[]');
    expect(await run(['audit', 'anchor', 'university'])).toMatchObject({
      exitCode: 0,
      stdout: 'university: no anchors\n',
    });
    expect(await run(['receipts', 'university'])).toMatchObject({ exitCode: 0, stdout: 'university: no receipts\n' });
    expect(await run(['audit', 'verify', '--anchors', 'anchors.json'])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await run(accept)).toMatchObject({ exitCode: 0, stderr: '' });
    const all = await run(['audit', 'verify']);
    expect(all.exitCode).toBe(2);
    for (const code of others) expect(all.stderr).toContain(`Cannot reach ${code} at http://${code}:4000 (`);
  });

  test('have tokens that open no more than they need, and the gateway none with which a restore is accepted', async () => {
    const at = (...names: string[]) => readFileSync(join(folder, 'secrets', ...names), 'utf8');
    expect(at('reader-tokens', 'university')).toMatch(/^audit \S+\n$/);
    for (const scope of ['people', 'import', 'metrics', 'restore'] as const)
      expect(operatorTokenFor(at('reader-tokens', 'university'), scope)).toBeUndefined();
    const ask = (token: string | undefined) =>
      fetch(`${programs['audit']?.url}/operator/audit/restores`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{}',
      });
    const gateways = compose.environmentOf('gateway')['AUDIT_TOKEN_FILE'] ?? '';
    const refused = await ask(operatorTokenFor(readFileSync(gateways, 'utf8'), 'audit'));
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ code: 'FORBIDDEN' })]);
    expect((await ask(operatorTokenFor(at('restore-token', 'operator-token'), 'restore'))).status).toBe(400);
    expect(JSON.stringify(compose.services['gateway'])).not.toContain('restore-token');
  });
});
