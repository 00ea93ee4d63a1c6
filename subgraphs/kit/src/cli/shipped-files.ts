import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportCatalogue } from '../import/import.route.js';
import { Failure } from './failure.js';
import { factsOf, type FileFacts } from './file-facts.js';
import type { Delivery } from './operator-door.js';

/** A file in an organisation's `data/` or `demo/`. */
export type ShippedFile = Delivery & FileFacts;

/**
 * Finds the files that a subgraph has not taken yet, in the order in which they must come in: kind by kind, what was
 * published (`data/`) before what is made up (`demo/`).
 * @param folder the organisation's, in the repository.
 * @throws Failure on a file whose name is no kind: nobody would miss it otherwise.
 */
export async function missingFiles(
  folder: string,
  { kinds, runs }: ImportCatalogue,
  demonstration: boolean,
): Promise<ShippedFile[]> {
  const places = [{ name: 'data', demonstration: false }, ...(demonstration ? [{ name: 'demo', demonstration }] : [])];
  const found = new Map<string, Delivery[]>(kinds.map(({ kind }) => [kind, []]));
  for (const place of places) {
    for (const file of await csvFilesIn(join(folder, place.name))) {
      const kind = file.slice(0, -'.csv'.length);
      const path = join(folder, place.name, file);
      const deliveries = found.get(kind);
      if (!deliveries)
        throw new Failure(`Expected a file named after a kind (${[...found.keys()].join(', ')}), got ${path}.`);
      deliveries.push({ kind, path, demonstration: place.demonstration });
    }
  }
  const taken = new Set(runs.map(({ kind, sha256 }) => `${kind} ${sha256}`));
  const missing: ShippedFile[] = [];
  for (const delivery of [...found.values()].flat()) {
    const facts = await factsOf(delivery.path);
    if (!taken.has(`${delivery.kind} ${facts.sha256}`)) missing.push({ ...delivery, ...facts });
  }
  return missing;
}

async function csvFilesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.csv') && !name.endsWith('.rejected.csv'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
