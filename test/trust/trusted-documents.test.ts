import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import type { Answer } from '../support/subgraph.js';
import { withoutCost } from '../support/readme.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';
import { askMcp } from '../clients/mcp-http.js';

const registered = 'query Registered { __typename }';
const text = 'query Free { __typename }';
const hash = (document: string) => createHash('sha256').update(document).digest('hex');

describe('a gateway with trusted documents, asked with tokens of its issuer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  let issuer: RunningIssuer;
  let gateway: RunningProgram;

  beforeAll(async () => {
    writeFileSync(join(folder, 'app.json'), JSON.stringify({ [hash(registered)]: registered }));
    writeFileSync(join(folder, 'other.json'), JSON.stringify({ [hash(text)]: text }));
    writeFileSync(join(folder, 'broken.json'), '{');
    issuer = await startIssuer();
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--trusted-documents', folder],
      { ...issuer.environment },
      /^ready$/,
    );
  });
  afterAll(async () => {
    await gateway.stop();
    await issuer.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = async (role: string | undefined, body: object, accept = 'application/json') => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        accept,
        'content-type': 'application/json',
        'x-hub-purpose': 'statistics',
        ...(role !== undefined && { authorization: `Bearer ${await issuer.token(role)}` }),
      },
      body: JSON.stringify(body),
    });
    const told = (await response.text()).replace(/^event: next\ndata: (.*)[^]*$/, '$1');
    const { data, errors } = JSON.parse(told) as Partial<Answer>;
    return errors?.[0]?.extensions?.['code'] ?? JSON.stringify(data);
  };
  const answered = '{"__typename":"Query"}';
  const persisted = (document: string) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: hash(document) } },
  });

  test.each<[string, string | undefined, object, string]>([
    ['an app by id', 'app', { documentId: `sha256:${hash(registered)}` }, answered],
    ['an app by Apollo’s extension', 'app', persisted(registered), answered],
    ['an app by its text', 'app', { query: registered }, 'TRUSTED_DOCUMENT_REQUIRED'],
    ['an app by another text', 'app', { query: text }, 'TRUSTED_DOCUMENT_REQUIRED'],
    ['an app by another app’s id', 'app', { documentId: hash(text) }, 'PERSISTED_QUERY_NOT_FOUND'],
    [
      'an app that registers as it asks',
      'app',
      { ...persisted('{ a: __typename }'), query: '{ a: __typename }' },
      'PERSISTED_QUERY_NOT_FOUND',
    ],
    ['an app by an id and a text: the document counts', 'app', { ...persisted(registered), query: text }, answered],
    ['an analyst by a text', 'analyst', { query: text }, answered],
    ['an analyst by an app’s id', 'analyst', { documentId: hash(registered) }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['nobody by a text', undefined, { query: text }, answered],
    ['nobody by an app’s id', undefined, { documentId: hash(registered) }, 'PERSISTED_QUERY_NOT_FOUND'],
  ])('%s', async (_, role, body, expected) => {
    expect(await ask(role, body)).toBe(expected);
  });

  test('offers an app what it registered as tools of the Model Context Protocol, and others nothing of it', async () => {
    const of = async (role: string | undefined, method: string, parameters: object = {}) =>
      askMcp(`${gateway.url}/mcp`, method, parameters, {
        purpose: 'statistics',
        ...(role !== undefined && { token: await issuer.token(role) }),
      });
    const tools = async (role?: string) =>
      (await of(role, 'tools/list')).body.result.tools.map(({ name }: any) => name);
    expect(await tools('app')).toEqual(['Registered']);
    expect(await tools('analyst')).not.toContain('Registered');
    expect(await tools()).not.toContain('Registered');
    const { body } = await of('app', 'tools/call', { name: 'Registered', arguments: {} });
    expect(JSON.parse(body.result.content[0].text)).toEqual({ data: { __typename: 'Query' } });
    const refused = (await of('analyst', 'tools/call', { name: 'Registered', arguments: {} })).body;
    expect(refused.error ?? refused.result.isError).toBeTruthy();
  });

  test('makes tools for what lists or calls them alone: its method is read first', async () => {
    const of = async (method: string) => askMcp(`${gateway.url}/mcp?tables=nothing`, method, { name: 'x' });
    expect((await of('ping')).body).toMatchObject({ result: {} });
    expect((await of('tools/list')).body).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect((await of('tools/call')).body).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  test('runs without an app whose manifest is malformed, and names it', async () => {
    const response = await fetch(`${gateway.url}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ready', leftOut: [{ app: 'broken', code: 'TRUSTED_DOCUMENTS_UNUSABLE' }] },
    ]);
    expect(gateway.log).toContainEqual(
      expect.objectContaining({ app: 'broken', problem: expect.stringContaining('broken.json: ') }),
    );
  });

  test('lets everyone ask about the schema by a text, and nobody for anything beside it', async () => {
    const query = getIntrospectionQuery();
    expect(await ask('app', { query })).toMatch(/^\{"__schema":\{/);
    expect(await ask(undefined, { query })).toMatch(/^\{"__schema":\{/);
    expect(await ask('app', { query: '{ __schema { queryType { name } } goals { code } }' })).toBe(
      'TRUSTED_DOCUMENT_REQUIRED',
    );
  });

  test('takes up a changed manifest without a restart, and a faulty one changes nothing but what /readyz says', async () => {
    const documents = (text: string) => JSON.stringify({ [`sha256:${hash(text)}`]: text });
    const put = (content: string) => {
      writeFileSync(join(folder, 'app.next'), content);
      renameSync(join(folder, 'app.next'), join(folder, 'app.json'));
    };
    const outdated = async () => {
      const response = await fetch(`${gateway.url}/readyz`);
      return ((await response.json()) as { outdated?: unknown }).outdated;
    };
    const later = 'query Later { __typename }';
    put(documents(later));
    await until(async () => (await ask('app', { documentId: hash(later) })) === answered, {
      what: 'the later manifest',
      every: 50,
    });
    expect(await ask('app', { documentId: hash(registered) })).toBe('PERSISTED_QUERY_NOT_FOUND');
    put('{');
    await until(outdated, { what: 'a faulty manifest on /readyz' });
    expect(await outdated()).toEqual([{ app: 'app', code: 'TRUSTED_DOCUMENTS_UNUSABLE' }]);
    expect(await ask('app', { documentId: hash(later) })).toBe(answered);
    put(documents(registered));
    await until(async () => (await outdated()) === undefined, { what: 'a right manifest on /readyz' });
    expect(await ask('app', { documentId: hash(registered) })).toBe(answered);
  });

  test('lets no app subscribe by a text', async () => {
    const query = 'subscription { goalProgressChanged(goal: "PUPILS") { goalCode } }';
    expect(await ask('app', { query }, 'text/event-stream')).toBe('TRUSTED_DOCUMENT_REQUIRED');
  });
});

test('an app whose manifest is malformed is told so, and others ask as before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  writeFileSync(join(folder, 'app.json'), '{');
  const issuer = await startIssuer();
  const gateway = await startProgram(
    'gateway/dist/main.js',
    ['--trusted-documents', folder],
    { ...issuer.environment },
    /^ready$/,
  );
  const ask = async (role: string, body: object) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await issuer.token(role)}` },
      body: JSON.stringify(body),
    });
    return [response.status, withoutCost((await response.json()) as object)];
  };
  try {
    expect(await ask('app', { documentId: hash(registered) })).toEqual([
      503,
      {
        errors: [
          {
            message: 'The documents that app registered cannot be used now.',
            extensions: { code: 'TRUSTED_DOCUMENTS_UNUSABLE' },
          },
        ],
      },
    ]);
    expect(await ask('app', { query: text })).toMatchObject([
      200,
      { errors: [{ extensions: { code: 'TRUSTED_DOCUMENT_REQUIRED' } }] },
    ]);
    expect(await ask('analyst', { query: text })).toMatchObject([200, { data: { __typename: 'Query' } }]);
  } finally {
    await gateway.stop();
    await issuer.stop();
    rmSync(folder, { recursive: true });
  }
});
