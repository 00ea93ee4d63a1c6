import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { repository } from '../repository.js';
import type { UsedDocument } from './usage.js';

/** The documents of the tables that are exported, and the examples of the documentation, the README's among them. */
export async function shippedDocuments(): Promise<UsedDocument[]> {
  const [tables, examples] = await Promise.all([
    documentsIn('gateway/tables/', (file) => ({ kind: 'TABLE', name: basename(file, '.graphql') })),
    documentsIn('docs/examples/', (file) => ({ kind: 'EXAMPLE', name: file })),
  ]);
  return [...tables, ...examples];
}

async function documentsIn(
  path: string,
  named: (file: string) => Pick<UsedDocument, 'kind' | 'name'>,
): Promise<UsedDocument[]> {
  const folder = new URL(path, repository);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    names.map(async (name) => ({ ...named(`${path}${name}`), text: await readFile(new URL(name, folder), 'utf8') })),
  );
}
