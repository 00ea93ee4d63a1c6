import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  recentDays,
  recentOperations,
  registeredDocuments,
  type Told,
  type UsageSources,
  usageSources,
} from './usage-sources.js';

let folder: string;
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usage-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('documents of manifests of both kinds are named with their app; a manifest that is none is told', async () => {
  const operations = [{ id: 'h', name: 'Goals', type: 'query', body: 'query Goals { goals { code } }' }];
  file('map.json', JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
  file(
    'reader.json',
    JSON.stringify({ 'sha256:1': 'query Teams { teams { code } }', 'sha256:2': '{ goals { code } }' }),
  );
  file('wrong.json', '[]');
  const { found, problem } = await registeredDocuments({ documentsFolder: folder });
  expect(found).toEqual([
    { kind: 'DOCUMENT', name: 'map Goals', text: operations[0]?.body },
    { kind: 'DOCUMENT', name: 'reader Teams', text: 'query Teams { teams { code } }' },
    { kind: 'DOCUMENT', name: 'reader sha256:2', text: '{ goals { code } }' },
  ]);
  expect(problem).toContain('documents that apps registered: wrong.json: ');
  expect((await registeredDocuments({})).problem).toContain('no TRUSTED_DOCUMENTS');
  expect((await registeredDocuments({ documentsFolder: join(folder, 'gone') })).problem).toContain('ENOENT');
});

describe('operations of late', () => {
  const ofClients = (sources: UsageSources): Promise<Told<unknown>> => recentOperations(sources);
  const token = 'x'.repeat(32);
  const askedOf = async (listener: RequestListener, scope = 'audit', ask: typeof ofClients = ofClients) => {
    const server = createServer(listener);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const auditUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const told = await ask({ auditUrl, auditTokenFile: file('token', `${scope} ${token}\n`) });
    server.closeAllConnections();
    server.close();
    return told;
  };

  test('come from the audit log, by its token', async () => {
    const one = { client: 'app map', operation: null, fields: ['Query.goals'], count: 3, lastAt: '2026-11-28' };
    const told = await askedOf((request, response) => {
      expect([request.url, request.headers.authorization]).toEqual(['/operator/audit/uses', `Bearer ${token}`]);
      response.end(JSON.stringify({ operations: [one] }));
    });
    expect(told).toEqual({ found: [{ ...one, operation: undefined }] });
  });

  test('are asked of the log once for all who ask within some seconds', async () => {
    let times = 0;
    const asked = await askedOf(
      (_, response) => response.end(JSON.stringify({ operations: [], times: (times += 1) })),
      'audit',
      async (sources) => {
        await Promise.all([ofClients(sources), ofClients(sources)]);
        return ofClients(sources);
      },
    );
    expect([asked, times]).toEqual([{ found: [] }, 1]);
  });

  test('of one app come by day', async () => {
    const day = { day: '2026-11-28', operations: 3, failed: 1, objects: 9, codes: ['TIMEOUT'] };
    const told = await askedOf(
      ({ url }, response) => response.end(JSON.stringify({ days: url?.endsWith('/app-days?app=a+b%26') ? [day] : [] })),
      'audit',
      (sources) => recentDays(sources, 'a b&'),
    );
    expect(told).toEqual({ found: [day] });
  });

  test.each<[string, string, RequestListener]>([
    ['answered 500', 'audit', (_request, response) => response.writeHead(500).end()],
    ['cannot be asked (', 'audit', (_request, response) => response.end('{"operations":[{}]}')],
    ['cannot be asked (', 'audit', (request) => request.socket.destroy()],
    ['no token with the scope audit', 'import', (_request, response) => response.end()],
  ])('that cannot be had are told as such: %s', async (problem, scope, listener) => {
    expect(await askedOf(listener, scope)).toEqual({ found: [], problem: expect.stringContaining(problem) });
  });

  test('are not asked where nothing says where the log is', async () => {
    const sources = usageSources({ AUDIT_URL: 'off', AUDIT_TOKEN_FILE: '/token', TRUSTED_DOCUMENTS: '' });
    expect(sources).toEqual({ documentsFolder: undefined, auditUrl: undefined, auditTokenFile: '/token' });
    expect((await recentOperations(sources)).problem).toContain('no AUDIT_URL and AUDIT_TOKEN_FILE');
    expect(() => usageSources({ AUDIT_URL: 'http://hub.internal/audit' })).toThrow('the audit log alone');
  });
});
