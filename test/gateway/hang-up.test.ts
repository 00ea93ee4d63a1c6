import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../support/certificates.js';
import { type RunningProgram, startProgram } from '../support/program.js';

const supergraph = fileURLToPath(new URL('../../gateway/src/fixtures/supergraph.graphql', import.meta.url));

describe('SIGHUP', () => {
  let folder: string;
  let gateway: RunningProgram;
  const servers: (Server | HttpsServer)[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hang-up-'));
  });
  afterEach(async () => {
    await gateway.stop();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true });
  });

  const file = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    writeFileSync(file(`${name}.next`), text, { mode: 0o600 });
    renameSync(file(`${name}.next`), file(name));
  };
  const listen = async (server: Server | HttpsServer) => {
    servers.push(server);
    server.listen(0, 'localhost');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const start = async (environment: NodeJS.ProcessEnv = {}, readyMessage = /^ready$/) => {
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--supergraph', supergraph, '--foreign'],
      environment,
      readyMessage,
    );
  };
  const hangUp = () => gateway.process.kill('SIGHUP');
  const ask = async (query: string) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as { data: unknown; errors?: unknown };
  };
  const logged = (message: string) => gateway.until(() => gateway.log.some(({ msg }) => msg === message));
  const taken = { data: { teams: [{ code: 'DLT-1' }] } };

  test('has the certificates read anew, the gateway’s own and the authorities’', async () => {
    const [before, after] = await Promise.all([createAuthority(), createAuthority('The next authority')]);
    const shown: string[] = [];
    const secured = { requestCert: true, rejectUnauthorized: true };
    const server = createHttpsServer(
      { ...(await before.certify('localhost')), ca: [before.ca, after.ca], ...secured },
      (request, reply) => {
        shown.push(String((request.socket as TLSSocket).getPeerCertificate().issuer.CN));
        reply.end(JSON.stringify(taken));
      },
    );
    const port = await listen(server);
    const own = await before.certify('gateway');
    write('ca.pem', before.ca);
    write('own.pem', own.cert);
    write('own.key', own.key);
    await start({
      SUBGRAPH_URL_YOUTH_UNION: `https://localhost:${port}/`,
      SUBGRAPH_CA_FILE_YOUTH_UNION: file('ca.pem'),
      SUBGRAPH_CERTIFICATE_FILE_YOUTH_UNION: file('own.pem'),
      SUBGRAPH_CERTIFICATE_KEY_FILE_YOUTH_UNION: file('own.key'),
    });
    expect(await ask('{ teams { code } }')).toMatchObject(taken);

    // Half of a change is none.
    const next = await after.certify('gateway');
    write('own.pem', next.cert);
    hangUp();
    await logged('the certificates for subgraphs cannot be used; everything stays as it was');
    expect(await ask('{ teams { code } }')).toMatchObject(taken);

    write('own.key', next.key);
    write('ca.pem', after.ca);
    hangUp();
    await logged('subgraphs are reached with other certificates');
    server.setSecureContext({ ...(await after.certify('localhost')), ca: [before.ca, after.ca] });
    server.closeAllConnections();
    expect(await ask('{ teams { code } }')).toMatchObject(taken);
    expect(shown).toEqual(['The authority of a test', 'The authority of a test', 'The next authority']);

    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    for (const certificate of ['own', 'authority']) {
      expect(metrics).toMatch(
        new RegExp(`gateway_certificate_expiry_seconds\\{subgraph="youth-union",certificate="${certificate}"\\} 3[56]`),
      );
    }
  });

  test('has the token of the audit log read anew', async () => {
    const shown: string[] = [];
    const listener: RequestListener = (request, reply) => {
      if (request.method === 'POST') shown.push(request.headers.authorization ?? '');
      request.resume().once('end', () => reply.end('{}'));
    };
    const port = await listen(createHttpServer(listener));
    const tokens = ['a', 'b'].map((letter) => letter.repeat(40));
    write('token', `audit ${tokens[0]}\n`);
    await start({ AUDIT_URL: `http://localhost:${port}`, AUDIT_TOKEN_FILE: file('token') });
    const change = () => ask('mutation { renameGoal(code: "A", title: "B") { code } }');
    await change();
    write('token', 'nothing of the kind');
    hangUp();
    await logged('the token of the audit log cannot be used; the one before stays in use');
    await change();
    write('token', `audit ${tokens[1]}\n`);
    hangUp();
    await gateway.until(async () => {
      await change();
      return shown.at(-1) === `Bearer ${tokens[1]}`;
    });
    expect(shown.slice(0, 4)).toEqual(Array(4).fill(`Bearer ${tokens[0]}`));
  });

  test('does not end the gateway, as it starts, as it answers, and as it stops', async () => {
    let answer: (() => void) | undefined;
    const listener: RequestListener = (request, reply) => {
      request.resume();
      answer = () => reply.end(JSON.stringify(taken));
    };
    const port = await listen(createHttpServer(listener));
    await start({ SUBGRAPH_URL_YOUTH_UNION: `http://localhost:${port}/` }, /^a foreign graph is served/);
    hangUp();
    await logged('ready');
    const url = gateway.log.map(({ msg }) => /^Server listening at (.*)/.exec(String(msg))?.[1]).find(Boolean);
    Object.assign(gateway, { url });

    const asked = ask('{ teams { code } }');
    await gateway.until(() => answer !== undefined);
    hangUp();
    gateway.process.kill('SIGTERM');
    await logged('stopping');
    hangUp();
    answer?.();
    expect(await asked).toMatchObject(taken);
    await once(gateway.process, 'exit');
    expect([gateway.process.exitCode, gateway.process.signalCode]).toEqual([0, null]);
  });
});
