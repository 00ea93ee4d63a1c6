import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { FastifyBaseLogger } from 'fastify';
import { anonymous } from '../request/caller.js';
import { DocumentsInForce } from './documents-in-force.js';
import { sha256 } from './manifest.js';

const [goals, teams] = ['{ goals { code } }', '{ teams { code } }'];
const code = 'TRUSTED_DOCUMENTS_UNUSABLE';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (app: string, text: string) => {
  await writeFile(join(folder, `${app}.next`), text);
  await rename(join(folder, `${app}.next`), join(folder, `${app}.json`));
};
const manifest = (...texts: string[]) => JSON.stringify(Object.fromEntries(texts.map((text) => [sha256(text), text])));
const runs = (documents: DocumentsInForce, text: string, app = 'reader') => {
  try {
    return documents.resolve({ documentId: sha256(text) }, { ...anonymous, roles: ['app'], app }).query === text;
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
};

test('a changed, new or missing manifest is taken up when the folder is looked at', async () => {
  await write('reader', manifest(goals));
  const documents = await DocumentsInForce.open(folder);
  expect([runs(documents, goals), runs(documents, teams), await documents.look()]).toEqual([
    true,
    'PERSISTED_QUERY_NOT_FOUND',
    false,
  ]);
  await write('reader', manifest(teams));
  await write('other', manifest(goals));
  expect(await documents.look()).toBe(true);
  expect([runs(documents, goals), runs(documents, teams), runs(documents, goals, 'other')]).toEqual([
    'PERSISTED_QUERY_NOT_FOUND',
    true,
    true,
  ]);
  await rm(join(folder, 'other.json'));
  expect(await documents.look()).toBe(true);
  expect(runs(documents, goals, 'other')).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test('a faulty manifest leaves its app what it had, or leaves it out, and no other app', async () => {
  await write('reader', manifest(goals));
  const documents = await DocumentsInForce.open(folder);
  await write('reader', '{');
  await write('other', '[]');
  await write('third', manifest(teams));
  await documents.look();
  expect(runs(documents, goals)).toBe(true);
  expect(runs(documents, goals, 'other')).toBe(code);
  expect(runs(documents, teams, 'third')).toBe(true);
  expect(documents.leftOut).toEqual({ leftOut: [{ app: 'other', code }], outdated: [{ app: 'reader', code }] });
  await documents.look();
  expect(runs(documents, goals)).toBe(true);
  await write('reader', manifest(teams));
  await write('other', manifest(goals));
  await documents.look();
  expect([runs(documents, teams), runs(documents, goals, 'other')]).toEqual([true, true]);
  expect(documents.leftOut).toEqual({ leftOut: [], outdated: [] });
});

test('a change that keeps size and times is seen while the file is young', async () => {
  const [one, two] = ['{ a }', '{ b }'];
  await writeFile(join(folder, 'reader.json'), manifest(one));
  const documents = await DocumentsInForce.open(folder);
  const now = new Date();
  await writeFile(join(folder, 'reader.json'), manifest(two));
  await utimes(join(folder, 'reader.json'), now, now);
  await documents.look();
  expect(runs(documents, two)).toBe(true);
});

test('a folder that cannot be read changes nothing', async () => {
  await write('reader', manifest(goals));
  const documents = await DocumentsInForce.open(folder);
  await rename(folder, `${folder}.away`);
  await expect(documents.look()).rejects.toThrow(/expected a folder: ENOENT/);
  await rename(`${folder}.away`, folder);
  expect(runs(documents, goals)).toBe(true);
});

test('the log is told once of each fault, and of its end', async () => {
  await write('reader', manifest(goals));
  const documents = await DocumentsInForce.open(folder);
  const told: unknown[] = [];
  const log = (level: string) => (details: { app: string }, message: string) =>
    told.push([level, details.app, message]);
  const logger = { error: log('error'), info: log('info') } as unknown as FastifyBaseLogger;
  await write('reader', '{');
  for (let times = 0; times < 3; times++) {
    await documents.look();
    documents.report(logger);
  }
  await write('reader', manifest(goals));
  await documents.look();
  documents.report(logger);
  expect(told).toEqual([
    ['error', 'reader', 'the documents that an app registered cannot be used; those before are used on'],
    ['info', 'reader', 'the documents that an app registered can be used again'],
  ]);
});
