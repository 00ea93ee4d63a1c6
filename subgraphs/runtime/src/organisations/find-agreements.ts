import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { readBoundedFile } from '../files/read-bounded-file.js';
import type { AgreementsFile } from '@hub/protocol';

/**
 * The size limit of a file of agreements, in bytes: some sixty agreements. The slowest file of that size, with
 * thousands of keys, takes a third of a second to read.
 */
const maxBytes = 32 * 1024;

/**
 * Finds the organisations' files of agreements: `<organisation>.yaml`, or `<organisation>/agreements.yaml`. The result
 * also has unreadable files, with their fault.
 * @param folders one, or several as in `PATH`: of an organisation's files, the first folder's counts.
 * @throws Error where a folder cannot be read.
 */
export async function findAgreements(folders: string): Promise<AgreementsFile[]> {
  const found = new Map<string, AgreementsFile>();
  for (const folder of folders.split(delimiter)) {
    for (const file of await findIn(folder)) if (!found.has(file.organisation)) found.set(file.organisation, file);
  }
  return [...found.values()];
}

async function findIn(folder: string): Promise<AgreementsFile[]> {
  const entries = await readdir(folder);
  const files = entries.map((name) =>
    name.endsWith('.yaml')
      ? read(name.slice(0, -'.yaml'.length), join(folder, name))
      : read(name, join(folder, name, 'agreements.yaml')),
  );
  return (await Promise.all(files)).filter((one) => one !== undefined);
}

async function read(organisation: string, file: string): Promise<AgreementsFile | undefined> {
  try {
    return { organisation, file, text: await readBoundedFile(file, maxBytes) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return { organisation, file, problem: message };
  }
}
