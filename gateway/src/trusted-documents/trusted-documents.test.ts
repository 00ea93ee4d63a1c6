import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymous, type Caller } from '../request/caller.js';
import { sha256 } from './manifest.js';
import { readTrustedDocuments, TrustedDocuments } from './trusted-documents.js';

const [goals, teams] = ['{ goals { code } }', '{ teams { code } }'];
const reader = { ...anonymous, roles: ['app'], app: 'reader' };
const writer = { ...reader, app: 'a/b' };
const analyst = { ...anonymous, roles: ['analyst'], app: 'reader' };

describe('a folder of manifests', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('holds each app’s documents, in either format', async () => {
    const operations = [{ id: sha256(teams), name: 'T', type: 'query', body: teams }];
    const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
    await writeFile(join(folder, 'reader.json'), JSON.stringify({ [sha256(goals)]: goals }));
    await writeFile(join(folder, 'codegen.json'), JSON.stringify({ [`sha256:${sha256(goals)}`]: goals }));
    await writeFile(join(folder, 'a%2Fb.json'), JSON.stringify(manifest));
    const documents = await readTrustedDocuments(folder);
    const codegen = { ...reader, app: 'codegen' };
    expect(documents.unusable).toEqual(new Map());
    for (const id of [sha256(goals), `sha256:${sha256(goals)}`]) {
      expect(documents.resolve({ documentId: id }, codegen).query).toBe(goals);
      expect(documents.resolve({ extensions: { persistedQuery: { sha256Hash: id } } }, codegen).query).toBe(goals);
    }
    expect(documents.texts.toSorted()).toEqual([goals, teams]);
    expect(documents.resolve({ documentId: sha256(teams) }, writer).query).toBe(teams);
    expect(documents.resolve({ documentId: sha256(goals) }, reader).query).toBe(goals);
  });

  test.each([
    ['{', /reader\.json: .*JSON/],
    ['[]', /reader\.json: expected an Apollo persisted-query manifest, or an object of hashes and documents/],
    [
      '{ "sha1:abc": "{ a }" }',
      /reader\.json: expected each document under the SHA-256 of its text, got sha1:abc for [\da-f]{64}/,
    ],
    [
      '{ "abc": "{ a }" }',
      /reader\.json: expected each document under the SHA-256 of its text, got abc for [\da-f]{64}/,
    ],
  ])('that holds %s leaves out its app, and no other', async (text, message) => {
    await writeFile(join(folder, 'reader.json'), text);
    await writeFile(join(folder, 'a%2Fb.json'), JSON.stringify({ [sha256(teams)]: teams }));
    const documents = await readTrustedDocuments(folder);
    expect([...documents.unusable]).toEqual([['reader', expect.stringMatching(message)]]);
    expect(documents.resolve({ documentId: sha256(teams) }, writer).query).toBe(teams);
    const codeOf = (parameters: object) => {
      try {
        return documents.resolve(parameters, reader);
      } catch (error) {
        return (error as { extensions: { code: string } }).extensions.code;
      }
    };
    expect(codeOf({ documentId: sha256(goals) })).toBe('TRUSTED_DOCUMENTS_UNUSABLE');
    expect(codeOf({ query: goals })).toBe('TRUSTED_DOCUMENT_REQUIRED');
  });

  test.each([
    ['a name that is no URL’s', '%.json', '%'],
    ['another file of the same app', 're%61der.json', 'reader'],
  ])('that has %s leaves out its app', async (_, name, app) => {
    await writeFile(join(folder, 'reader.json'), JSON.stringify({ [sha256(goals)]: goals }));
    await writeFile(join(folder, name), name === '%.json' ? '{' : JSON.stringify({ [sha256(teams)]: teams }));
    const { unusable } = await readTrustedDocuments(folder);
    expect([...unusable.keys()]).toEqual([app]);
  });

  test('that is not there is refused', async () => {
    await expect(readTrustedDocuments(join(folder, 'none'))).rejects.toThrow(/expected a folder: ENOENT/);
  });
});

describe('trusted documents', () => {
  const documents = new TrustedDocuments(new Map([['reader', new Map([[sha256(goals), goals]])]]));
  const hash = sha256(goals);
  const resolve = (parameters: Parameters<TrustedDocuments['resolve']>[0], caller: Caller = reader) => {
    try {
      return documents.resolve(parameters, caller).query;
    } catch (error) {
      return (error as { extensions: { code: string } }).extensions.code;
    }
  };

  test.each([
    ['documentId', { documentId: hash }],
    ['documentId with its algorithm', { documentId: `sha256:${hash}` }],
    ['the extension of Apollo’s clients', { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }],
    ['whatever text comes with it', { documentId: hash, query: '{ secrets }' }],
  ])('are found by %s', (_, parameters) => {
    expect(resolve(parameters)).toBe(goals);
  });

  test('leave an app what it asks about the schema, by its own text', () => {
    expect(resolve({ query: '{ __schema { queryType { name } } }' })).toBe('{ __schema { queryType { name } } }');
    expect(resolve({ query: '{ __typename goals { code } }' })).toBe('TRUSTED_DOCUMENT_REQUIRED');
  });

  test('are all that an app may ask for, others ask freely', () => {
    expect(resolve({ query: goals })).toBe('TRUSTED_DOCUMENT_REQUIRED');
    expect(resolve({ query: teams }, analyst)).toBe(teams);
    expect(resolve({ query: teams }, anonymous)).toBe(teams);
  });

  test.each([
    ['that is not registered', { documentId: sha256(teams) }, reader],
    ['of another app', { documentId: hash }, { ...reader, app: 'other' }],
    ['of an app that is not known', { documentId: hash }, anonymous],
    ['that every object inherits', { documentId: 'constructor' }, reader],
  ])('are not found for an id %s', (_, parameters, caller) => {
    expect(resolve(parameters, caller)).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});
