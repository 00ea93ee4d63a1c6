import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { audit } from '@hub/audit';
import { allMigrations, openDatabase } from '@hub/kit/service';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Authority, createAuthority } from '../support/certificates.js';
import { passedOn } from '../support/passed-on.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { freePort, temporaryFolder } from './support/hub.js';
import { createDatabase } from '../support/database.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const token = 'a-token-of-the-tests-0123456789-0123456789';
const environment = {
  NODE_ENV: 'test',
  ALLOW_UNSIGNED: 'true',
  DATABASE_URL: await createDatabase(),
  OPERATOR_TOKEN_FILE: at('tokens'),
  AUDIT_KEY_FILE: at('key'),
};
const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-request-id': 'r-fails' };

/** Runs a program that is to end by itself, and tells how it did. */
async function ended(organisation: string, variables: NodeJS.ProcessEnv) {
  const program = fileURLToPath(new URL(`../../subgraphs/${organisation}/dist/main.js`, import.meta.url));
  const env = { ...passedOn, PORT: '0', ...environment, ...variables };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

/** Puts a file in its place whole. */
function put(name: string, content: string): void {
  writeFileSync(at(`${name}.new`), content);
  renameSync(at(`${name}.new`), at(name));
}

let authority: Authority;
let subgraph: RunningProgram;
afterAll(() => subgraph.stop());

beforeAll(async () => {
  authority = await createAuthority();
  put('tokens', `audit ${token}\n`);
  put('key', 'the-key-of-the-audit-log-0123456789-0123456789');
  put('other-key', 'another-key-of-the-audit-log-0123456789-01234');
});

/** The name on the certificate that a server shows. */
async function certifiedName(port: number): Promise<string | string[]> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: authority.ca,
    checkServerIdentity: () => undefined,
  });
  await once(socket, 'secureConnect');
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return subject.CN ?? '';
}

test('SIGHUP puts new certificates and tokens in force; torn ones change nothing, and neither ends the program', async () => {
  const [first, second] = await Promise.all([authority.certify('first'), authority.certify('second')]);
  put('cert', first.cert);
  put('cert-key', first.key);
  const port = await freePort();
  const tls = { TLS_CERTIFICATE_FILE: at('cert'), TLS_CERTIFICATE_KEY_FILE: at('cert-key') };
  subgraph = await startProgram('subgraphs/audit/dist/main.js', [], {
    ...environment,
    ...tls,
    PORT: String(port),
  });
  expect(await certifiedName(port)).toBe('first');
  const lines = (message: RegExp) => subgraph.log.filter(({ msg }) => message.test(String(msg)));
  expect(lines(/keeps the fingerprint of its audit key/)).toHaveLength(1);

  put('cert', second.cert);
  subgraph.process.kill('SIGHUP');
  await subgraph.until(() => lines(/cannot be used/).length === 1);
  expect(lines(/cannot be used/)[0]).toMatchObject({ level: 50, reason: expect.stringContaining('belong together') });
  expect(await certifiedName(port)).toBe('first');

  put('cert-key', second.key);
  subgraph.process.kill('SIGHUP');
  await subgraph.until(() => lines(/are in force/).length === 1);
  expect(await certifiedName(port)).toBe('second');

  put('key', 'another-key-of-the-audit-log-0123456789-01234');
  subgraph.process.kill('SIGHUP');
  await subgraph.until(() => lines(/cannot be used/).length === 2);
  expect(lines(/cannot be used/)[1]).toMatchObject({ reason: expect.stringContaining('AUDIT_KEY_FILE') });
  put('key', 'the-key-of-the-audit-log-0123456789-0123456789');
  await subgraph.stop();
});

test('a database that is another organisation’s, or was made with another key, is refused in one line', async () => {
  expect(await ended('audit', { AUDIT_KEY_FILE: at('other-key') })).toEqual({
    code: 2,
    stderr: expect.stringMatching(
      /^audit: Expected the audit key with the fingerprint \w+, .*the database.*AUDIT_KEY_FILE \(.*other-key\).*\(exit code 2\)\n$/,
    ),
  });
  expect(await ended('movement', {})).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^movement: Expected the database of movement, but .* belongs to audit\..*\n$/),
  });
});

test('a port in use is named in one line', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const { code, stderr } = await ended('audit', { DATABASE_URL: await createDatabase(), PORT: String(port) });
  expect([code, stderr]).toEqual([
    1,
    `audit: Port ${port} of 127.0.0.1 is in use by another program. Stop that, or set PORT or HOST otherwise. (exit code 1)\n`,
  ]);
  other.close();
});

test('what it answers with 500 is in its log under the request id, and a flood of it is counted', async () => {
  const { entities } = audit;
  const database = await openDatabase(environment.DATABASE_URL, { entities, migrations: allMigrations(audit) });
  await database.em.execute('alter table audit_head rename to elsewhere');
  await database.close();
  subgraph = await startProgram('subgraphs/audit/dist/main.js', [], environment);
  const record = {
    ...{ at: '2026-11-26T00:00:00Z', request: 'r-1', phase: 'WHOLE', caller: { roles: [] } },
    operation: { type: 'query', hash: 'ab' },
    ...{ organisations: ['movement'], fields: ['Query.goals'], decision: 'ANSWERED', codes: [], rows: 1 },
  };
  const append = async () => {
    const body = JSON.stringify({ records: [record] });
    const response = await fetch(`${subgraph.url}/operator/audit/entries`, { method: 'POST', headers, body });
    return [response.status, await response.json()];
  };
  expect(await append()).toEqual([
    500,
    {
      code: 'INTERNAL_SERVER_ERROR',
      message: "The request failed; its id is r-fails, by which the subgraph's log says why.",
    },
  ]);
  const failed = () => subgraph.log.filter(({ msg }) => msg === 'a request failed');
  await subgraph.until(() => failed().length === 1);
  expect(failed()[0]).toMatchObject({
    level: 50,
    reqId: 'r-fails',
    path: '/operator/audit/entries',
    err: { message: expect.stringContaining('42P01') },
  });
  for (let index = 0; index < 150; index += 1) await append();
  await subgraph.stop();
  const leftOut = subgraph.log.filter(({ msg, of }) => msg === 'lines were left out' && of === 'a request failed');
  const counted = leftOut.reduce((sum, line) => sum + Number(line['leftOut']), 0);
  expect(failed().length).toBeLessThan(151);
  expect(failed().length + counted).toBe(151);
});
