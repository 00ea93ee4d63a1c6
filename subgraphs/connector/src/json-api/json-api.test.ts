import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenElsewhere } from '@hub/kit/service';
import type { OrganisationAgreements } from '@hub/protocol';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyBaseLogger } from 'fastify';
import { jsonApiSettings } from './json-api-settings.js';
import { jsonApiOf, readHeaders, readJsonApi } from './read-json-api.js';

const clubFile = `
format: 1
name: FarmerClub
description: A club of the farmers' union (chi hội nông dân).
key: code
fields:
  code: { type: ID, from: ma, description: Its code. }
  name: { type: String, from: ten.day_du, required: true, description: Its name. }
  members: { type: Int, from: hoi_vien, counts: people, description: Its members. }
  machines: { type: Int, from: may, counts: other, description: Its machines. }
  open: { type: Boolean, description: Whether it is open. }
  phones: { type: String, list: true, description: Its telephones. }
  commune: { entity: Commune, from: ma_xa, description: Where it is. }
  head: { entity: FarmerClub, from: cap_tren, description: The club above it. }
  address:
    object: FarmerClubAddress
    from: dia_chi
    description: Its address.
    fields:
      street: { type: String, from: duong, description: The street. }
one: /clubs/{code}
many: { path: '/clubs?ids={keys}', items: data, most: 50 }
lists:
  farmerClubs:
    description: All clubs.
    path: /clubs?page={page}&size={size}&kind={kind}
    arguments: { kind: { type: String, description: Of which kind. } }
    items: data
    paging: { by: page, size: 10 }
  clubsByCursor:
    description: All clubs.
    path: /cursor?cursor={cursor}&limit={size}
    items: data
    paging: { by: cursor, size: 7, next: meta.next }
  communeClubs:
    description: The clubs in it.
    path: /communes/{code}/clubs?offset={offset}&size={size}
    items: data
    paging: { by: offset, size: 4 }
    on: { entity: Commune }
`;

const codeOf = (index: number) => `C${String(index).padStart(2, '0')}`;
const clubs = Array.from({ length: 33 }, (_, index) => ({
  ...{ ma: codeOf(index), ten: { day_du: `Chi hội ${index}` }, hoi_vien: index * 10, may: index, open: true },
  ...{ ma_xa: index % 2 === 0 ? 14758 : 14797, dia_chi: { duong: 'Lê Lợi' }, phones: ['1'], secret: 'x17' },
  cap_tren: index === 0 ? null : codeOf(0),
}));

describe('records of a JSON API', () => {
  let server: Server;
  let folder: string;
  let graph: OpenElsewhere;
  let asked: string[];
  let headers: Record<string, unknown>;
  /** The answer to an address instead of the usual one. */
  let instead: ((path: string) => { status?: number; type?: string; body: unknown } | undefined) | undefined;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as FastifyBaseLogger;

  const answerTo = (path: string): { status?: number; type?: string; body: unknown } => {
    const { pathname, searchParams } = new URL(path, 'http://api');
    const [, ofCommune] = /^\/v1\/communes\/(\d+)\/clubs$/.exec(pathname) ?? [];
    if (ofCommune !== undefined) {
      const own = clubs.filter(({ ma_xa: commune }) => commune === Number(ofCommune));
      const offset = Number(searchParams.get('offset'));
      return { body: { data: own.slice(offset, offset + Number(searchParams.get('size'))) } };
    }
    if (pathname === '/v1/cursor') {
      const from = Number(searchParams.get('cursor') ?? 0);
      const to = from + Number(searchParams.get('limit'));
      return { body: { data: clubs.slice(from, to), meta: { next: to < clubs.length ? to : null } } };
    }
    const ids = searchParams.get('ids')?.split(',');
    if (ids) return { body: { data: clubs.filter(({ ma }) => ids.includes(ma)).reverse() } };
    if (pathname === '/v1/clubs') {
      const from = (Number(searchParams.get('page')) - 1) * Number(searchParams.get('size'));
      return { body: { data: clubs.slice(from, from + Number(searchParams.get('size'))) } };
    }
    const one = clubs.find(({ ma }) => pathname === `/v1/clubs/${ma}`);
    return one ? { body: one } : { status: 404, body: {} };
  };

  const open = async (file = clubFile) => {
    writeFileSync(join(folder, 'json-api', 'clubs.yaml'), file);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const declared = readJsonApi(folder, (name) => name);
    const settings = jsonApiSettings.parse({ url, within: '60s', mostMebibytes: 1 });
    const elsewhere = jsonApiOf(declared, settings, {
      headers: readHeaders('X-Api-Key: s3cret\n'),
      agreements: undefined,
    });
    graph = await elsewhere.open({ log, now: () => new Date() });
  };
  const ask = async (query: string, variables: object = {}) => {
    const body = Buffer.from(JSON.stringify({ query, variables }));
    const answer = await graph.answer({ body, caller: undefined, requestId: 'r-1', log });
    return JSON.parse(answer.body.toString()) as { data: any; errors?: any[] };
  };
  const codes = (errors: any[] = []) => errors.map(({ extensions }) => extensions.code);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'json-api-'));
    mkdirSync(join(folder, 'json-api'));
    [asked, instead] = [[], undefined];
    server = createServer((request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      headers = request.headers;
      const { status = 200, type = 'application/json', body } = instead?.(path) ?? answerTo(path);
      response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await open();
  });
  afterEach(async () => {
    await graph.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  test('have their fields from the places that are named, and no others', async () => {
    const { data, errors } = await ask(
      '{ farmerClubs(first: 2) { nodes { code name members machines open phones commune { code } head { name } address { street } } } }',
    );
    expect(errors).toBeUndefined();
    const common = { open: true, phones: ['1'], address: { street: 'Lê Lợi' } };
    expect(data.farmerClubs.nodes).toEqual([
      { ...common, code: 'C00', name: 'Chi hội 0', members: 0, machines: 0, commune: { code: '14758' }, head: null },
      {
        ...common,
        code: 'C01',
        name: 'Chi hội 1',
        members: 10,
        machines: 1,
        commune: { code: '14797' },
        head: { name: 'Chi hội 0' },
      },
    ]);
    expect(headers['x-api-key']).toBe('s3cret');
    expect(asked).toEqual(['/v1/clubs?page=1&size=10', '/v1/clubs?ids=C00']);
  });

  test.each(['farmerClubs', 'clubsByCursor'])('come in pages one after another, each once (%s)', async (list) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await ask(
        `query ($after: String) { it: ${list}(first: 8, after: $after) { edges { cursor node { code } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      seen.push(...data.it.edges.map(({ node }: any) => node.code));
      after = data.it.pageInfo.hasNextPage ? data.it.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(clubs.map(({ ma }) => ma));
  });

  test('are entities in their order, looked up together, and null where there is none', async () => {
    const keys = [...clubs.map(({ ma }) => ma), 'X/../y', 'C05'];
    const representations = keys.map((code) => ({ __typename: 'FarmerClub', code }));
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on FarmerClub { name } } }';
    const { data, errors } = await ask(query, { r: representations });
    expect(errors).toBeUndefined();
    expect(data._entities.map((one: any) => one?.name ?? null)).toEqual([
      ...clubs.map(({ ten }) => ten.day_du),
      null,
      'Chi hội 5',
    ]);
    expect(asked).toHaveLength(1);
    const many = Array.from({ length: 120 }, (_, index) => ({ __typename: 'FarmerClub', code: `N${index}` }));
    await ask(query, { r: many });
    expect(asked).toHaveLength(4);
  });

  test('are looked up one by one where the API has no other way', async () => {
    await graph.close();
    await open(clubFile.replace(/^many:.*$/m, ''));
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on FarmerClub { name } } }';
    const of = (...found: string[]) => ({ r: found.map((code) => ({ __typename: 'FarmerClub', code })) });
    const { data } = await ask(query, of('C02', 'C99', 'C01', 'C02'));
    expect(data._entities.map((one: any) => one?.name ?? null)).toEqual(['Chi hội 2', null, 'Chi hội 1', 'Chi hội 2']);
    expect(asked.toSorted()).toEqual(['/v1/clubs/C01', '/v1/clubs/C02', '/v1/clubs/C99']);
    expect(codes((await ask(query, of('..'))).errors)).toEqual(['UPSTREAM_INVALID']);
  });

  test('stand on the entities of others', async () => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Commune { communeClubs(first: 5) { nodes { code } pageInfo { hasNextPage } } } } }';
    const { data, errors } = await ask(query, { r: [{ __typename: 'Commune', code: '14797' }] });
    expect(errors).toBeUndefined();
    expect(data._entities[0].communeClubs).toEqual({
      nodes: ['C01', 'C03', 'C05', 'C07', 'C09'].map((code) => ({ code })),
      pageInfo: { hasNextPage: true },
    });
  });

  test('leave counts of people rounded or not at all', async () => {
    instead = () => ({ body: { data: [{ ...clubs[3], hoi_vien: 37 }] } });
    const { data, errors } = await ask('{ farmerClubs { nodes { members machines } } }');
    expect(data.farmerClubs.nodes).toEqual([{ members: null, machines: 3 }]);
    expect(codes(errors)).toEqual(['COUNT_WITHHELD']);
  });

  test.each<[code: string, what: string, answer: { status?: number; type?: string; body: unknown }]>([
    ['UPSTREAM_STATUS', 'status 500', { status: 500, body: 'x17' }],
    ['UPSTREAM_NOT_JSON', 'HTML', { type: 'text/html', body: '<html>x17' }],
    ['UPSTREAM_NOT_JSON', 'HTML as JSON', { body: '<html>x17' }],
    ['UPSTREAM_REDIRECTS', 'a redirect', { status: 302, body: 'x17' }],
    ['UPSTREAM_TOO_LARGE', '2 MB', { body: JSON.stringify({ data: [], filling: 'x'.repeat(2 ** 21) }) }],
    ['UPSTREAM_INVALID', 'no list', { body: { data: { x17: 1 } } }],
    ['UPSTREAM_INVALID', 'more than a page', { body: { data: clubs.slice(0, 11) } }],
    ['UPSTREAM_INVALID', 'another type', { body: { data: [{ ...clubs[0], open: 'x17' }] } }],
    ['UPSTREAM_INVALID', 'none of what must be there', { body: { data: [{ ...clubs[0], ten: null }] } }],
  ])('are null with %s where the API answers %s', async (code, _what, answer) => {
    instead = () => answer;
    const { data, errors } = await ask('{ farmerClubs(first: 3) { nodes { code name open } } }');
    expect(codes(errors)).toEqual([code]);
    expect(JSON.stringify({ data, errors })).not.toMatch(/x17|127\.0\.0\.1|s3cret|\/v1/);
  });

  test.each([
    ['a number that is no count', 'counts: other, ', '', /counts: expected people or other/],
    [
      'a path with what nothing fills',
      '&kind={kind}',
      '&kind={sort}',
      /lists.farmerClubs.path: expected one of its arguments, got \{sort\}/,
    ],
    ['a key that is no field', 'key: code', 'key: number', /key: expected one of its fields/],
    ['another format', 'format: 1', 'format: 2', /clubs.yaml:2: format: expected 1/],
    ['what nothing is called', 'one: /', 'single: /', /single/],
  ])('are not read with %s', (_what, from, to, problem) => {
    expect(clubFile).toContain(from);
    writeFileSync(join(folder, 'json-api', 'clubs.yaml'), clubFile.replace(from, to));
    expect(() => readJsonApi(folder, (name) => name)).toThrow(problem);
  });

  test.each([
    ...['so_cccd', 'soCccd', 'CCCD', 'cmnd', 'so_dinh_danh', 'citizen_number', 'nationalId', 'passport'],
    ...['ho_va_ten', 'hoTen', 'hoc_vien.ho_ten', 'full_name', 'leader.lastName', 'ngay_sinh', 'namSinh', 'dob'],
  ])('are not read with a value from %s, unless an agreement names the field', (from) => {
    writeFileSync(join(folder, 'json-api', 'clubs.yaml'), clubFile.replace('ten.day_du', from));
    expect(() => readJsonApi(folder, (name) => name)).toThrow(`FarmerClub.name: expected no value from ${from}`);
    const agreement = { from: '2026-01-01', legalBasis: 'Luật', persons: ['FarmerClub.name'] };
    const agreements = { agreements: [agreement] } as unknown as OrganisationAgreements;
    expect(readJsonApi(folder, (name) => name, agreements)).toHaveLength(1);
  });
});
