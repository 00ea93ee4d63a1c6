import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportCatalogue } from '@hub/kit/service';
import { historyFiles } from './demonstration-history.js';
import { Failure } from './failure.js';
import { factsOf, type FileFacts } from './file-facts.js';
import type { Delivery } from './operator-endpoint.js';

/** A file in an organisation's `data/` or `demo/`, or in the demonstration's shared folder. */
export type ShippedFile = Delivery & FileFacts;

/** A folder whose files are each named after a kind. */
export interface ShippedFolder {
  readonly path: string;
  /** Whether the files contain invented data. */
  readonly demonstration: boolean;
  /** Whether the folder has files for other subgraphs too; files of unknown kinds are then skipped. */
  readonly isShared?: boolean;
  /** Kinds to leave out. */
  readonly without?: ReadonlySet<string>;
}

/** The folder of the demonstration's files for all subgraphs: its goals and their audiences. */
export function sharedDemoFolder(root: string): string {
  return join(root, 'schema', 'demo');
}

/**
 * Finds the files that a subgraph has not imported yet, in the order of import: by kind, then by folder.
 * @throws Failure if a file's name is not a kind; without an error, its absence would go unnoticed.
 */
export async function missingFiles(
  folders: readonly ShippedFolder[],
  { kinds, runs }: ImportCatalogue,
): Promise<ShippedFile[]> {
  const found = new Map<string, Delivery[]>(kinds.map(({ kind }) => [kind, []]));
  for (const { path: folder, demonstration, isShared = false, without } of folders) {
    for (const file of await csvFilesIn(folder)) {
      const kind = file.slice(0, -'.csv'.length);
      if (without?.has(kind)) continue;
      const path = join(folder, file);
      const deliveries = found.get(kind);
      if (!deliveries && isShared) continue;
      if (!deliveries)
        throw new Failure(`Expected a file named after a kind (${[...found.keys()].join(', ')}), got ${path}.`);
      deliveries.push({ kind, path, demonstration, more: true });
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
    return names.filter(
      (name) => name.endsWith('.csv') && !name.endsWith('.rejected.csv') && !historyFiles.includes(name),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
