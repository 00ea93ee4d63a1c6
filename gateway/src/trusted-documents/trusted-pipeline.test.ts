import { expect, test } from '@jest/globals';
import { buildSchema, graphql, print } from 'graphql';
import { anonymous } from '../request/caller.js';
import { createServer } from '../start/server.js';
import { sha256 } from './manifest.js';
import { TrustedDocuments } from './trusted-documents.js';
import { documentOf } from '../operation/operation.js';

const schema = buildSchema('type Query { a: Int b: Int }');
const registered = '{ a }';

test('an app runs what it registered, by its id, and nothing else', async () => {
  const { http, open } = createServer({
    logLevel: 'silent',
    authenticate: () => () => ({ ...anonymous, roles: ['app'], app: 'reader' }),
    trustedDocuments: new TrustedDocuments(new Map([['reader', new Map([[sha256(registered), registered]])]])),
  });
  await open({
    schema,
    isPublic: () => false,
    execute: async ({ operation }) =>
      graphql({ schema, source: print(documentOf(operation)), rootValue: { a: 1, b: 2 } }),
    executeIncrementally: () => Promise.reject(new Error('not asked for')),
    subscribe: () => Promise.reject(new Error('not asked for')),
    endSubscriptions: () => undefined,
    stats: () => ({ subgraphs: [], operations: { count: 0, bytes: 0 }, planning: 0, subscriptions: 0 }),
    close: () => Promise.resolve(),
  });
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  const ask = async (body: object) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify(body),
    });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: object }[] };
    return { status: response.status, data, extensions: errors?.[0]?.extensions };
  };
  try {
    expect(await ask({ documentId: `sha256:${sha256(registered)}` })).toEqual({ status: 200, data: { a: 1 } });
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(registered) } };
    expect(await ask({ extensions, query: '{ b }' })).toEqual({ status: 200, data: { a: 1 } });
    expect(await ask({ query: registered })).toEqual({
      status: 400,
      extensions: { code: 'TRUSTED_DOCUMENT_REQUIRED' },
    });
    expect(await ask({ documentId: sha256('{ b }') })).toEqual({
      status: 400,
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
    });
  } finally {
    await http.close();
  }
});
