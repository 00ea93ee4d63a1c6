import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Purpose, readAgreements } from '@hub/protocol';

/** What a file said when it was last read. */
interface Known {
  readonly modified: number;
  readonly purposes: readonly Purpose[];
}

const known = new Map<string, Known>();

/**
 * The purposes that a file of agreements lists, as it is now; it is read again only when it has changed.
 * @throws Error naming what is wrong with it.
 */
export async function purposesInFile(url: URL): Promise<readonly Purpose[]> {
  const { mtimeMs: modified } = await stat(url);
  const before = known.get(url.href);
  if (before?.modified === modified) return before.purposes;
  const { agreements, problems } = readAgreements(await readFile(url, 'utf8'), fileURLToPath(url));
  if (!agreements) throw new Error(problems.join('\n'));
  known.set(url.href, { modified, purposes: agreements.purposes });
  return agreements.purposes;
}
