import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Agreements, combineAgreements, type OwnedFields } from '@hub/schema';
import { StartError } from '../start-error.js';

/**
 * Reads the organisations' files of agreements: `<organisation>.yaml`, or `<organisation>/agreements.yaml`.
 * @throws StartError naming everything that is wrong with them.
 */
export async function readAgreementsFolder(folder: string, owned: OwnedFields): Promise<Agreements> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new StartError(`--agreements or AGREEMENTS: expected a folder: ${(error as Error).message}`);
  });
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name, ...(entry.isDirectory() ? ['agreements.yaml'] : []));
    if (
      path.endsWith('.yaml') &&
      (await access(path).then(
        () => true,
        () => false,
      ))
    )
      paths.push(path);
  }
  const files = await Promise.all(paths.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
  const { agreements, problems } = combineAgreements(files, owned);
  if (agreements) return agreements;
  throw new StartError(problems.join('\n'));
}
