import { join } from 'node:path';

/**
 * Where Node keeps what it has compiled of the hub's programs, so that the next start need not: `build.mjs` empties it. A
 * folder that cannot be written to costs time alone.
 * @param root the repository's folder.
 */
export function compiledFolder(root: string): string {
  return join(root, 'node_modules', '.cache', 'hub');
}
