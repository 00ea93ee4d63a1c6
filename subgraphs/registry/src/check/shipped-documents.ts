import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from '../repository.js';
import type { UsedDocument } from './usage.js';

/**
 * The documents of exported tables, of the portal's pages and organisations' panels in them, and the examples of the
 * documentation, including the README's.
 */
export async function shippedDocuments(): Promise<UsedDocument[]> {
  const found = await Promise.all([
    documentsIn('{gateway,subgraphs/*}/tables/', (file) => ({ kind: 'TABLE', name: basename(file, '.graphql') })),
    documentsIn('subgraphs/*/pages/', (file) => ({ kind: 'PAGE', name: file })),
    documentsIn('docs/examples/', (file) => ({ kind: 'EXAMPLE', name: file })),
    portalDocuments(),
  ]);
  return found.flat();
}

/** The documents of the portal's pages, as the portal's tests recorded them in a browser. */
async function portalDocuments(): Promise<UsedDocument[]> {
  const text = await readFile(new URL('gateway/portal/operations.json', repository), 'utf8');
  return Object.entries(JSON.parse(text) as Record<string, readonly string[]>).flatMap(([address, documents]) =>
    documents.map((document): UsedDocument => ({ kind: 'PAGE', name: `the portal's ${address}`, text: document })),
  );
}

async function documentsIn(
  path: string,
  named: (file: string) => Pick<UsedDocument, 'kind' | 'name'>,
): Promise<UsedDocument[]> {
  const files = globSync(`${path}*.graphql`, { cwd: fileURLToPath(repository) }).sort();
  return Promise.all(
    files.map(async (file) => ({ ...named(file), text: await readFile(new URL(file, repository), 'utf8') })),
  );
}
