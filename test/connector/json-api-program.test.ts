import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { publicFileOf } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hub, type RunningCommand, startCommand, temporaryFolder } from '../hub/support/hub.js';
import { publishedSchemaOf } from '../../subgraphs/connector/src/published-schema.js';
import { readConnector } from '../../subgraphs/connector/src/settings/read-connector.js';
import { freePort } from '../support/free-port.js';
import { callerOf, makeKey, SigningGateway } from '../support/signing-gateway.js';
import { until } from '../support/until.js';

const code = 'farmers-union';

const files: Readonly<Record<string, string>> = {
  'organisation.yaml': `format: 1
code: ${code}
shortName: the Farmers' Union
keepsPeople: false
`,
  'agreements.yaml': `format: 1
organisation: ${code}
agreements:
  - id: FU-01
    version: 1
    title: { vi: Chi hội, en: Clubs }
    shares: ['*']
    with: [{ role: analyst }]
    purposes: [steering]
    granularity: commune
    legalBasis: Quy chế phối hợp
    from: 2026-01-01
    until: 2099-12-31
`,
  'json-api/clubs.yaml': `format: 1
name: FarmerClub
description: A club of the farmers' union (chi hội nông dân).
key: code
fields:
  code: { type: ID, from: ma, description: Its code. }
  name: { type: String, from: ten, description: Its name. }
  members: { type: Int, from: hoi_vien, counts: people, description: Its members. }
  commune: { entity: Commune, from: ma_xa, description: Where it is. }
one: /clubs/{code}
lists:
  farmerClubs:
    description: All clubs.
    path: /clubs?page={page}&size={size}
    items: data
    paging: { by: page, size: 10 }
`,
  'secrets/api-headers': 'X-Api-Key: s3cret-of-the-api\n',
};

const clubs = [
  { ma: 'A', ten: 'Chi hội Nam', hoi_vien: 90, ma_xa: '14758' },
  { ma: 'B', ten: 'Chi hội Bắc', hoi_vien: 37, ma_xa: '14797' },
];

const query = '{ farmerClubs(first: 5) { nodes { code name members commune { code } } } }';

/** `hub connector FOLDER` as a program, before a JSON API: no code but a folder. */
describe('a connector before a JSON API, run as a program', () => {
  const home = temporaryFolder();
  const folder = join(home, code);
  const gatewayKey = makeKey(join(home, 'gateway.key'));
  const analyst = { caller: callerOf({ subject: 'lan', roles: ['analyst'], scopes: [] }), purpose: 'steering' };
  let api: Server;
  let isAway = false;
  let connector: RunningCommand;
  let [graph, page] = ['', ''];
  let gateway: SigningGateway;
  const shown = async () => (await fetch(`${page}/?lang=en`)).text();

  beforeAll(async () => {
    api = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://api');
      if (isAway) return void request.socket.destroy();
      const isKnown = request.headers['x-api-key'] === 's3cret-of-the-api';
      const one = clubs.find(({ ma }) => pathname === `/v1/clubs/${ma}`);
      const body = pathname === '/v1/clubs' ? { data: clubs } : one;
      response.writeHead(isKnown ? (body ? 200 : 404) : 401, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify(body ?? {}));
    }).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const [port, pagePort] = [await freePort(2), await freePort()];
    [graph, page] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${pagePort}`];
    for (const [name, text] of Object.entries({
      ...files,
      'secrets/gateway.pub': readFileSync(gatewayKey.publicFile, 'utf8'),
      'connector.yaml': `format: 1
page: { port: ${pagePort} }
records:
  jsonApi:
    url: http://127.0.0.1:${(api.address() as AddressInfo).port}/v1
    headersFile: secrets/api-headers
`,
    })) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    connector = startCommand(['connector', code, '--port', String(port)], {
      folder: home,
      environment: { NODE_ENV: 'development' },
    });
    await connector.untilItSays(`The connector of ${code} is ready`);
    const trusted = [publicFileOf(join(folder, 'signing.key'))];
    gateway = new SigningGateway({ subgraph: code, url: graph, key: gatewayKey, trusted });
  }, 180_000);
  afterAll(async () => {
    connector.child.kill('SIGINT');
    await connector.ended;
    api.closeAllConnections();
    api.close();
  }, 60_000);

  test('answers a trusted gateway, signed, with counts rounded or withheld', async () => {
    const { data, errors } = await gateway.query(query, analyst);
    expect(data).toEqual({
      farmerClubs: {
        nodes: [
          { code: 'A', name: 'Chi hội Nam', members: 90, commune: { code: '14758' } },
          { code: 'B', name: 'Chi hội Bắc', members: null, commune: { code: '14797' } },
        ],
      },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'COUNT_WITHHELD' } }]);
  });

  test('answers nobody who does not sign, and no caller without an agreement', async () => {
    const unsigned = await fetch(`${graph}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect([unsigned.status, await unsigned.json()]).toMatchObject([401, { code: 'UNAUTHENTICATED' }]);
    const stranger = { ...analyst, caller: callerOf({ subject: 'minh', roles: ['staff'], scopes: [] }) };
    await expect(gateway.query(query, stranger)).resolves.toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    });
  });

  test('its page counts who asked, what for and how often, and tests the API', async () => {
    const asked =
      /<td>(lan|minh)<\/td>\s*<td>–<\/td>\s*<td>(\w+)<\/td>\s*<td>(\w+)<\/td>\s*<td>(\d)<\/td>\s*<td>(\d)<\/td>/g;
    const seen = await until(
      async () => {
        const text = await shown();
        return /Refused, for no gateway signed them: 1/.test(text) ? text : undefined;
      },
      { what: 'the callers to be counted', within: 30_000 },
    );
    expect([...seen.matchAll(asked)].map(([, ...cells]) => cells)).toEqual([
      ['minh', 'staff', 'steering', '1', '1'],
      ['lan', 'analyst', 'steering', '1', '0'],
    ]);
    expect(seen).toMatch(/<td>API<\/td>\s*<td><span class="good">Works/);
    expect(seen).toContain('COUNT_WITHHELD 1');
    expect(seen).not.toContain('s3cret');
  });

  test('passes hub conform by the key that it makes for that', async () => {
    const { exitCode, stdout } = await hub(
      [
        ...['conform', `${graph}/graphql`, '--name', code, '--key', join(folder, 'conform.key')],
        ...['--public-key', publicFileOf(join(folder, 'signing.key'))],
      ],
      { folder: home },
    );
    expect({ exitCode, failed: stdout.match(/^FAILED.*/gm) }).toEqual({ exitCode: 0, failed: null });
  }, 120_000);

  test('gives its receipts for its folder, at the port that it was started with, by the key of its gateway', async () => {
    const { exitCode, stdout, stderr } = await hub(['receipts', folder], { folder: home });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^${code}: (no receipts|\\d+ receipts? proves?)`));
  });

  test('is published with the schema that it serves', async () => {
    const { data } = await gateway.query('{ _service { sdl } }', analyst);
    expect(await publishedSchemaOf(readConnector(folder))).toBe(data['_service'].sdl);
  });

  test('says in one line, on its page and in its log, that the API is away, without a secret', async () => {
    isAway = true;
    await expect(gateway.query(query, analyst)).resolves.toMatchObject({
      data: { farmerClubs: null },
      errors: [{ extensions: { code: 'UPSTREAM_UNREACHABLE' } }],
    });
    const seen = await until(
      async () => {
        const text = await shown();
        return /<td>API<\/td>\s*<td><strong class="fault">UPSTREAM_UNREACHABLE/.test(text) ? text : undefined;
      },
      { what: 'the page to notice it by itself', within: 120_000 },
    );
    expect(seen).toContain('<meta http-equiv="refresh" content="30" />');
    isAway = false;
    const tested = await fetch(`${page}/test`, { method: 'POST', redirect: 'manual', headers: { origin: page } });
    expect(tested.status).toBe(303);
    expect(await shown()).toMatch(/<td>API<\/td>\s*<td><span class="good">Works/);
    await expect(gateway.query(query, analyst)).resolves.toMatchObject({ data: { farmerClubs: { nodes: [{}, {}] } } });
    const log = readFileSync(join(folder, '.data', code, 'log'), 'utf8');
    expect(log.match(/"code":"UPSTREAM_UNREACHABLE".*Expected the organisation's API/g)).toHaveLength(1);
    expect(log + seen).not.toContain('s3cret');
  }, 180_000);
});
