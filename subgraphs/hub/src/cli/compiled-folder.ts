import { join } from 'node:path';

/**
 * Folder of Node's compile cache for the hub's programs, which speeds up the next start; `build.mjs` empties it. If the
 * folder is not writable, starts are only slower.
 * @param root the repository's folder.
 */
export function compiledFolder(root: string): string {
  return join(root, 'node_modules', '.cache', 'hub');
}
