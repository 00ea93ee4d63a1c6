import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKeyPairIfMissing, publicFileOf } from '@hub/runtime';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { elapse } from '../support/until.js';

const supergraph = fileURLToPath(new URL('../../gateway/src/fixtures/supergraph.graphql', import.meta.url));
const token = 'a'.repeat(40);

const takesAll: RequestListener = (request, reply) => {
  request.resume().once('end', () => reply.setHeader('content-type', 'application/json').end('{"data":{}}'));
};
const says =
  (status: number): RequestListener =>
  (_request, reply) =>
    reply.writeHead(status).end();
const hangs: RequestListener = () => undefined;

describe('a gateway says whether it is ready', () => {
  let folder: string;
  let gateway: RunningProgram;
  let port: number;
  let audit: Server | undefined;
  let answers: RequestListener;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'readiness-'));
    writeFileSync(join(folder, 'token'), `audit ${token}\n`, { mode: 0o600 });
    answers = takesAll;
    port = await freePort();
    await startAudit();
  });
  afterEach(async () => {
    await gateway.stop();
    await stopAudit();
    rmSync(folder, { recursive: true });
  });

  const startAudit = async () => {
    audit = createServer((request, reply) => {
      answers(request, reply);
    }).listen(port, '127.0.0.1');
    await once(audit, 'listening');
  };
  const stopAudit = async () => {
    const stopped = audit;
    audit = undefined;
    if (!stopped) return;
    stopped.closeAllConnections();
    stopped.close();
    await once(stopped, 'close');
  };
  const start = async (environment: NodeJS.ProcessEnv = {}) => {
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--supergraph', supergraph, '--foreign'],
      {
        AUDIT_URL: `http://127.0.0.1:${port}`,
        AUDIT_TOKEN_FILE: join(folder, 'token'),
        SUBGRAPH_URL_MOVEMENT: 'http://127.0.0.1:1/',
        ...environment,
      },
      /^ready$/,
    );
  };
  /** Sends a mutation, which the audit log records for every caller. */
  const change = async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'mutation { renameGoal(code: "A", title: "B") { code } }' }),
    });
    const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return [response.status, ...errors.map(({ extensions }) => extensions.code)];
  };
  const ready = async () => {
    const response = await fetch(`${gateway.url}/readyz`);
    return [response.status, await response.json()];
  };
  const awayOf = (...reasons: string[]) => [
    503,
    { status: 'not ready', reasons: reasons.map((code) => ({ code, message: expect.any(String) })) },
  ];
  const readyAgain = async () => (await fetch(`${gateway.url}/readyz`)).status === 200;

  test('while its audit log restarts, which costs no request', async () => {
    await start();
    const recorded = [200, 'SUBGRAPH_UNREACHABLE'];
    expect(await change()).toEqual(recorded);
    await stopAudit();
    const asked = [change(), change(), change()];
    await elapse(1500, 'a restart takes a while, and costs nothing meanwhile');
    expect(await ready()).toEqual([200, expect.objectContaining({ status: 'ready' })]);
    await startAudit();
    expect(await Promise.all(asked)).toEqual([recorded, recorded, recorded]);
  });

  test.each<[string, RequestListener | undefined]>([
    ['is away', undefined],
    ['hangs', hangs],
    ['takes nothing', says(500)],
  ])(
    'while its audit log %s, and is ready again as soon as that is back, though nobody asks',
    async (_name, listener) => {
      await start();
      if (listener) answers = listener;
      else await stopAudit();
      expect(await change()).toEqual([503, 'AUDIT_UNAVAILABLE']);
      expect(await ready()).toEqual(awayOf('AUDIT_UNAVAILABLE'));
      expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      expect(metrics).toContain('gateway_not_ready{reason="AUDIT_UNAVAILABLE"} 1');
      answers = takesAll;
      if (!audit) await startAudit();
      await gateway.until(readyAgain);
      expect(await change()).toEqual([200, 'SUBGRAPH_UNREACHABLE']);
    },
  );

  test('before anybody asks', async () => {
    await start();
    await stopAudit();
    await gateway.until(async () => !(await readyAgain()));
    expect(await ready()).toEqual(awayOf('AUDIT_UNAVAILABLE'));
  });

  test('by its keys, and the organisations’', async () => {
    const key = join(folder, 'gateway.key');
    const theirs = join(folder, 'movement.key');
    createKeyPairIfMissing(key);
    createKeyPairIfMissing(theirs);
    await start({
      SIGNING_KEY_FILE: key,
      SUBGRAPH_KEYS_FILE_MOVEMENT: publicFileOf(theirs),
      SUBGRAPH_UNSIGNED: 'womens-union',
    });
    const [, body] = await ready();
    expect(body).toMatchObject({ leftOut: [{ organisation: 'youth-union', code: 'SUBGRAPH_UNTRUSTED' }] });
    renameSync(publicFileOf(theirs), `${theirs}.away`);
    await gateway.until(async () => JSON.stringify(await ready()).includes('movement'));
    renameSync(key, `${key}.away`);
    await gateway.until(async () => !(await readyAgain()));
    expect(await ready()).toEqual(awayOf('SIGNING_KEY_UNUSABLE'));
    renameSync(`${key}.away`, key);
    await gateway.until(readyAgain);
  });

  test('where no organisation has a key', async () => {
    const key = join(folder, 'gateway.key');
    createKeyPairIfMissing(key);
    await start({ SIGNING_KEY_FILE: key, SUBGRAPH_KEYS_FILE_MOVEMENT: join(folder, 'missing.pub') });
    expect(await ready()).toEqual(awayOf('NO_SUBGRAPH_KEYS'));
  });
});
