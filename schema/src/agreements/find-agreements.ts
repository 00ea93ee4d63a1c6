import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgreementsFile } from './combine-agreements.js';

/**
 * Finds the organisations' files of agreements in a folder: `<organisation>.yaml`, or `<organisation>/agreements.yaml`.
 * @throws Error where the folder or a file cannot be read.
 */
export async function findAgreements(folder: string): Promise<AgreementsFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.map(async ({ name }) => {
    if (name.endsWith('.yaml')) return { file: join(folder, name), text: await readFile(join(folder, name), 'utf8') };
    const file = join(folder, name, 'agreements.yaml');
    const text = await readFile(file, 'utf8').catch(nothingThere);
    return text === undefined ? undefined : { file, text };
  });
  return (await Promise.all(files)).filter((one) => one !== undefined);
}

function nothingThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
