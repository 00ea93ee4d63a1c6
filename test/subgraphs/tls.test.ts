import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'node:https';
import { publicSector } from '@hub/public-sector';
import { KeyRing, readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { subgraphClient } from '../../gateway/src/subgraph/subgraph-client.js';
import { readTls } from '../../subgraphs/kit/src/trust/trust-config.js';
import { type Authority, type Certified, createAuthority } from '../support/certificates.js';
import { makeKey } from '../support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { newDatabase } from '../support/database.js';

describe('a subgraph over TLS that knows its gateways by their certificates', () => {
  let folder: string;
  let authority: Authority;
  let gateway: Certified;
  let strangers: Authority;
  let stranger: Certified;
  let subgraph: RunningSubgraph;

  const file = (name: string, content = '') => {
    if (content) writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  /** Asks whether the subgraph is alive; the HTTP status, or what the TLS broke on. */
  const knock = (own?: Certified, ca = authority.ca) =>
    new Promise<number | string | undefined>((settled) => {
      const { port } = new URL(subgraph.url);
      request({ host: 'localhost', port, path: '/healthz', ca, agent: false, ...own }, (response) => {
        response.resume().on('end', () => {
          settled(response.statusCode);
        });
      })
        .on('error', (error: NodeJS.ErrnoException) => {
          settled(error.code);
        })
        .end();
    });
  const ask = async (tls: { ca: string } & Partial<Certified>) => {
    const client = subgraphClient(
      { name: 'public-sector', url: `https://localhost:${new URL(subgraph.url).port}/graphql` },
      {
        timeoutMs: 5000,
        retries: 0,
        tls,
        trust: {
          signingKey: () => readSigningKey(file('gateway.key')),
          trusted: new KeyRing({
            files: [file('subgraph.key.pub')],
            onError: (error) => {
              throw error;
            },
          }),
        },
      },
    );
    try {
      const answer = await client.ask({
        body: Buffer.from('{"query":"{ __typename }"}'),
        requestId: 'r',
        idempotent: true,
      });
      return answer.read();
    } finally {
      await client.close();
    }
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-tls-'));
    [authority, strangers] = await Promise.all([createAuthority(), createAuthority('Another authority')]);
    const [own, other, foreign] = await Promise.all([
      authority.certify('localhost'),
      authority.certify('gateway'),
      strangers.certify('gateway'),
    ]);
    [gateway, stranger] = [other, foreign];
    const keys = { gateway: makeKey(file('gateway.key')), subgraph: makeKey(file('subgraph.key')) };
    const tls = readTls({
      TLS_CERTIFICATE_FILE: file('own.pem', own.cert),
      TLS_CERTIFICATE_KEY_FILE: file('own-key.pem', own.key),
      TLS_CLIENT_CA_FILE: file('ca.pem', authority.ca),
    });
    subgraph = await startSubgraph(publicSector, newDatabase(), {
      tls,
      trust: {
        signingKey: readSigningKey(keys.subgraph.file),
        trustedKeyFiles: [keys.gateway.publicFile],
      },
    });
  });
  afterAll(async () => {
    await subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  test('answers a gateway that has a certificate and signs', async () => {
    expect(await ask({ ca: authority.ca, ...gateway })).toEqual({ data: { __typename: 'Query' }, errors: [] });
  });

  test('lets nobody in without a certificate of its authority, whatever they ask', async () => {
    expect(await knock(gateway)).toBe(200);
    expect(await knock()).toMatch(/CERTIFICATE_REQUIRED|ECONNRESET/);
    expect(await knock(stranger)).toMatch(/UNKNOWN_CA|ECONNRESET/);
    await expect(ask({ ca: authority.ca, ...stranger })).rejects.toThrow('cannot be reached');
  });

  test('is not taken for itself by whoever trusts another authority', async () => {
    expect(await knock(gateway, strangers.ca)).toBe('SELF_SIGNED_CERT_IN_CHAIN');
    await expect(ask({ ca: strangers.ca, ...gateway })).rejects.toThrow('cannot be reached');
  });

  test('refuses what is unsigned behind a certificate too', async () => {
    const status = await new Promise((settled) => {
      const { port } = new URL(subgraph.url);
      const headers = { 'content-type': 'application/json' };
      const options = {
        host: 'localhost',
        port,
        path: '/graphql',
        method: 'POST',
        ca: authority.ca,
        headers,
        agent: false,
      };
      request({ ...options, ...gateway }, (response) => {
        response.resume();
        settled(response.statusCode);
      }).end('{"query":"{ __typename }"}');
    });
    expect(status).toBe(401);
  });
});

describe('the files of a subgraph’s TLS', () => {
  test('must belong together', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-tls-'));
    const authority = await createAuthority();
    const [one, other] = await Promise.all([authority.certify('one'), authority.certify('other')]);
    writeFileSync(join(folder, 'cert.pem'), one.cert);
    writeFileSync(join(folder, 'key.pem'), other.key);
    const certificate = { TLS_CERTIFICATE_FILE: join(folder, 'cert.pem') };
    expect(readTls({})).toBeUndefined();
    expect(() => readTls(certificate)).toThrow('expected both, got one');
    expect(() => readTls({ ...certificate, TLS_CERTIFICATE_KEY_FILE: join(folder, 'key.pem') })).toThrow(
      'expected certificates and a key that belong together',
    );
    rmSync(folder, { recursive: true });
  });
});
