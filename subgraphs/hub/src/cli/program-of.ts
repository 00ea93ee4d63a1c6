import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { programFile } from './program-files.js';

/**
 * The program that Node runs for an organisation's folder: its program, built or in source form; for records in YAML
 * without a program, the common one for such folders.
 */
export function programOf(
  folder: string,
  root: string,
): { readonly program: string; readonly args: readonly string[] } {
  const built = join(folder, 'dist', 'main.js');
  const own = [built, join(folder, 'src', 'main.ts')].find((file) => existsSync(file));
  return own === undefined && existsSync(join(folder, 'records'))
    ? { program: programFile(root, 'folder'), args: [folder] }
    : { program: own ?? built, args: [] };
}
