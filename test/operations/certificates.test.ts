import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { operatorTokens } from '../support/subgraph.js';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '../hub/support/hub.js';
import { createAuthority } from '../support/certificates.js';
import { freePort } from '../support/free-port.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { elapse } from '../support/until.js';
import { documentedCommands } from './support/documented-commands.js';
import { LightLoad } from './support/light-load.js';
import { createDatabase } from '../support/database.js';

const folder = temporaryFolder();
let issuer: RunningIssuer;
let subgraph: RunningProgram;
let gateway: RunningProgram;
let port: number;

const path = (name: string) => join(folder, name);
const file = (name: string, content: string) => {
  writeFileSync(path(name), content);
  return path(name);
};
/** The authority of the certificate that the subgraph shows now. */
const issuerShown = async () => {
  const socket = connect({ host: 'localhost', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { issuer: by } = socket.getPeerCertificate();
  socket.destroy();
  return by.CN;
};

beforeAll(async () => {
  const [former, next] = await Promise.all([createAuthority('The former'), createAuthority('The next')]);
  const [own, later] = await Promise.all([former.certify('localhost'), next.certify('localhost')]);
  file('former-ca.pem', former.ca);
  file('next-ca.pem', next.ca);
  file('next.pem', later.cert);
  file('next.key', later.key);
  [port, issuer] = [await freePort(), await startIssuer()];
  subgraph = await startProgram('subgraphs/university/dist/main.js', [], {
    PORT: String(port),
    DATABASE_URL: await createDatabase(),
    ALLOW_UNSIGNED: 'true',
    OPERATOR_TOKEN_FILE: file('tokens', operatorTokens),
    PSEUDONYM_KEY_FILE: file('pseudonym.key', 'x'.repeat(43)),
    TLS_CERTIFICATE_FILE: file('own.pem', own.cert),
    TLS_CERTIFICATE_KEY_FILE: file('own.key', own.key),
  });
  const entry = { url: `https://localhost:${port}/graphql`, caFile: file('ca.pem', former.ca) };
  gateway = await startProgram(
    'gateway/dist/main.js',
    ['--subgraphs', file('subgraphs.json', JSON.stringify({ university: entry }))],
    { ...issuer.environment },
    /^ready$/,
  );
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([subgraph.stop(), issuer.stop()]);
});

test('a certificate, and the authority that vouches for it, are replaced without a request lost', async () => {
  const variables = {
    PATH: process.env['PATH'],
    OLD_CA: path('former-ca.pem'),
    NEW_CA: path('next-ca.pem'),
    CA_FILE: path('ca.pem'),
    NEW_KEY: path('next.key'),
    NEW_CERTIFICATE: path('next.pem'),
    TLS_CERTIFICATE_FILE: path('own.pem'),
    TLS_CERTIFICATE_KEY_FILE: path('own.key'),
    GATEWAY_PID: String(gateway.process.pid),
    SUBGRAPH_PID: String(subgraph.process.pid),
  };
  const run = (name: string) =>
    promisify(execFile)('sh', ['-e', '-c', documentedCommands().get(name) ?? 'exit 9'], { env: variables });
  const load = new LightLoad({
    url: gateway.url,
    token: await issuer.token('analyst'),
    query: '{ courses(first: 0) { totalCount } }',
    expected: { courses: { totalCount: 0 } },
    name: 'r',
  });
  await load.more(10);
  expect(await issuerShown()).toBe('The former');
  await run('rotate-certificate');
  await load.more(20);
  expect(await issuerShown()).toBe('The next');
  await run('end-certificate');
  await elapse(1500, 'everyone looks at certificates within a second');
  await load.more(20);
  await load.end();
  expect(load.wrong.slice(0, 5)).toEqual([]);
  expect(readFileSync(path('ca.pem'), 'utf8')).not.toContain(readFileSync(path('former-ca.pem'), 'utf8'));
});
