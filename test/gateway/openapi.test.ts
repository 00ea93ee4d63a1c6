import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as httpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Refusal } from '../../gateway/src/errors/refusal.js';
import { looseLimits } from '../../gateway/src/limits/limits.js';
import { anonymous } from '../../gateway/src/request/caller.js';
import { createServer, type GatewayServer, type ServerOptions } from '../../gateway/src/start/server.js';
import { openRecords, serveRecords, writeTables } from './support/exporting-gateway.js';

const groups = {
  graphql: `query Groups($kind: Kind, $codes: [ID!], $first: Int!, $after: String) {
    items(first: $first, after: $after, kind: $kind, codes: $codes) { pageInfo { hasNextPage endCursor } nodes { code } }
  }`,
  yaml: `
    title: { vi: Tổ, en: Groups }
    description: { vi: Các tổ., en: All groups. }
    rows: items.nodes
    pages: items
    parameters:
      kind: { title: { vi: Loại, en: Kind }, default: GROUP }
      codes: { title: { vi: Mã, en: Codes } }
    columns: [{ key: code, title: { vi: Mã, en: Code }, value: code }]`,
};
const records = {
  ...{ goals: [], indicators: [], publications: [] },
  items: { nodes: [{ code: 'A' }], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 1 },
};

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<'get' | 'post' | 'delete', Operation>>>>>;
}
interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly schema: object }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}

/** How each status is had, whatever the address: by which gateway, and with which headers. */
const ways: Readonly<Record<string, readonly [gateway: Way, headers: Readonly<Record<string, string>>]>> = {
  200: ['open', { authorization: 'known' }],
  400: ['open', { host: 'no host' }],
  401: ['open', { authorization: 'UNAUTHENTICATED' }],
  403: ['open', { authorization: 'PURPOSE_NOT_ALLOWED' }],
  429: ['busy', {}],
  503: ['closed', {}],
};
type Way = 'open' | 'busy' | 'closed';

/** Values that are wrong for a parameter: they make a request fail with 400. */
const wrong: Readonly<Record<string, string>> = { role: 'emperor', organisation: 'Ä', header: 'none' };

describe('the document of the addresses, as OpenAPI has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  let organisation: Server;
  let registry: Server;
  let gateways: Readonly<Record<Way, GatewayServer>>;
  let document: Document;

  const gateway = async (limits: ServerOptions['limits'], of: string): Promise<GatewayServer> =>
    createServer({
      logLevel: 'silent',
      introspection: 'authenticated',
      limits,
      tables: await writeTables(folder, { groups }),
      changesOf: () => ({ url: of, token: 't' }),
      ...{ linkUrl: 'http://127.0.0.1:9', registryUrl: 'http://127.0.0.1:9' },
      authenticate: () => (authorization) => {
        if (authorization === undefined) return anonymous;
        if (authorization !== 'known') throw new Refusal(authorization, 'Not so.');
        return { ...anonymous, rights: { ...anonymous.rights, authenticated: true }, subject: 'lan' };
      },
    });
  const ask = (way: Way, url: string, headers: Readonly<Record<string, string>> = {}) =>
    gateways[way].http.inject({ url, headers });

  beforeAll(async () => {
    organisation = await serveRecords(records, []);
    registry = httpServer((_request, response) => response.end('{"entries":[]}')).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const url = `http://127.0.0.1:${String((registry.address() as AddressInfo).port)}`;
    const scarce = { burst: 1, perSecond: 0.001 };
    gateways = {
      open: await gateway(looseLimits, url),
      busy: await gateway({ ...looseLimits, addressRate: scarce }, url),
      closed: await gateway(looseLimits, 'http://127.0.0.1:9'),
    };
    for (const one of [gateways.open, gateways.busy]) await one.open(await openRecords(organisation, one.http.log));
    const told = await ask('open', '/openapi.json', { authorization: 'known' });
    expect(told.headers['content-type']).toContain('application/json');
    document = JSON.parse(told.body) as Document;
  });
  afterAll(async () => {
    for (const { http } of Object.values(gateways)) await http.close();
    for (const server of [organisation, registry]) server.close();
    organisation.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  test('is valid by the schema of OpenAPI 3.1, and names each operation once', async () => {
    expect(document).toMatchObject({ openapi: '3.1.1' });
    await SwaggerParser.validate(structuredClone(document) as never);
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has each address, with the parameters of tables', () => {
    const tables = ['csv', 'xlsx', 'jsonl', 'json'].map((format) => `/export/groups.${format}`);
    const schemas = ['anonymous', 'analyst', 'app'].map((role) => `/schema/${role}.graphql`);
    const others = ['/export', '/catalogue.jsonld', '/openapi.json', '/schema.graphql', '/healthz', '/readyz'];
    const changes = ['/changes', '/changes.json', '/changes.atom'];
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining([...tables, ...schemas, ...others, ...changes]));
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        ...['/events', '/events.atom', '/organisations/{code}/imports/files', '/organisations/{code}/imports/runs'],
        ...['exchanges', 'releases', 'sketches', 'joins', 'documents', 'checks', 'statements'].map(
          (what) => `/link/v1/${what}`,
        ),
      ]),
    );
    const parameters = document.paths['/export/groups.csv']?.get?.parameters;
    expect(parameters?.find(({ name }) => name === 'kind')).toMatchObject({
      ...{ in: 'query', required: false, schema: { type: 'string', enum: ['GROUP', 'TEAM'], default: 'GROUP' } },
    });
    expect(parameters?.find(({ name }) => name === 'codes')).toMatchObject({
      ...{ schema: { type: 'array', items: { type: 'string' } }, explode: false },
    });
  });

  test('has every address that a gateway answers, but pages and what is said to be none', () => {
    const above: string[] = [];
    const lines = gateways.open.http.printRoutes({ commonPrefix: false }).trim().split('\n');
    const answered = lines.flatMap((line) => {
      const [, lead = '', part = '', methods = ''] = /^(.*?── )(.*?)(?: \((.*)\))?$/.exec(line) ?? [];
      const depth = lead.length / 4 - 1;
      above[depth] = `${depth > 0 ? (above[depth - 1] ?? '') : ''}${part}`;
      return /GET/.test(methods) ? [(above[depth] ?? '').replaceAll('//', '/')] : [];
    });
    const known = new Set(Object.keys(document.paths));
    // These routes are not in the document as such: tables describe their files, and requests below imports are
    // documented one by one.
    const others = [/^\/$/, /^\/export\/:file$/, /\/\*$/, /^\/mail\/:what$/, /^\/mcp$/];
    const undescribed = answered.filter((path) => !known.has(path) && !others.some((one) => one.test(path)));
    expect(answered).toContain('/healthz');
    expect(undescribed).toEqual([]);
  });

  test('documents what is answered: each answer occurs, as it says, and no other', async () => {
    const ajv = new Ajv2020({ strict: false });
    const faults: string[] = [];
    for (const [path, { get }] of Object.entries(document.paths)) {
      // Events need a subgraph that tells some (events.test.ts), and organisations' addresses what they bring.
      if (!get || get.tags.some((tag) => ['events', 'organisations'].includes(tag))) continue;
      let seen: string | undefined;
      for (const status of Object.keys(get.responses).toSorted()) {
        const [way, headers] = ways[status] ?? ['open', { authorization: 'known', 'if-none-match': seen ?? 'none' }];
        const parameter = get.parameters?.find(({ name }) => name in wrong)?.name;
        const query =
          status === '400' && parameter ? `?${parameter}=${encodeURIComponent(wrong[parameter] ?? '')}` : '';
        if (status === '429') await ask(way, path, headers);
        const answer = await ask(way, `${path}${query}`, { ...headers, ...(query && { authorization: 'known' }) });
        const what = `${path} ${status}`;
        if (String(answer.statusCode) !== status) {
          faults.push(`${what}: got ${String(answer.statusCode)} ${answer.body.slice(0, 200)}`);
          continue;
        }
        if (status === '200') seen = answer.headers.etag;
        const { content } = get.responses[status] ?? {};
        const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
        if (!content) {
          if (answer.body !== '') faults.push(`${what}: expected no body`);
          continue;
        }
        const schema = content[type]?.schema;
        if (!schema) faults.push(`${what}: got ${type}`);
        else if (/json$/.test(type) && !ajv.validate(schema, JSON.parse(answer.body)))
          faults.push(`${what}: ${ajv.errorsText()} in ${answer.body.slice(0, 200)}`);
      }
    }
    expect(faults).toEqual([]);
  });

  test('documents what organisations are refused with, where nobody takes what they hand over', async () => {
    const ajv = new Ajv2020({ strict: false });
    const faults: string[] = [];
    let asked = 0;
    // The gateway passes a stream on, which needs a real connection.
    const address = await gateways.open.http.listen({ host: '127.0.0.1', port: 0 });
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [name, { tags, responses }] of Object.entries(methods)) {
        if (!tags.includes('organisations')) continue;
        const url = path.replace('{code}', 'womens-union').replace('{id}', 'f1');
        const method = name.toUpperCase();
        for (const authorization of [undefined, 'known', 'PURPOSE_NOT_ALLOWED']) {
          const headers = {
            ...(authorization !== undefined && { authorization }),
            ...(method === 'POST' && { 'content-type': 'application/json' }),
          };
          const answer = await fetch(`${address}${url}`, { method, headers, ...(method === 'POST' && { body: '{}' }) });
          const [status, body] = [String(answer.status), await answer.text()];
          const { content } = responses[status] ?? responses[`${status[0] ?? ''}XX`] ?? {};
          const schema = content?.[(answer.headers.get('content-type') ?? '').split(';')[0] ?? '']?.schema;
          asked += 1;
          if (answer.status < 400 || !schema || !ajv.validate(schema, JSON.parse(body)))
            faults.push(`${method} ${path}: got ${status} ${body.slice(0, 200)}`);
        }
      }
    }
    expect(faults).toEqual([]);
    expect(asked).toBe(3 * 17);
  });

  test('tells whoever has it that it is the same, and nobody of tables that nobody wrote but those who may ask', async () => {
    const { headers } = await ask('open', '/openapi.json', { authorization: 'known' });
    const again = { authorization: 'known', 'if-none-match': String(headers.etag) };
    expect((await ask('open', '/openapi.json', again)).statusCode).toBe(304);
    expect(headers.vary).toContain('authorization');
    expect((await ask('open', '/openapi.json')).statusCode).toBe(200);
  });
});
