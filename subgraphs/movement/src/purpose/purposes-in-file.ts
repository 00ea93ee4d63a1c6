import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Purpose, readAgreements } from '@hub/protocol';

/** The content of a file when it was last read. */
interface Known {
  readonly modified: number;
  readonly purposes: readonly Purpose[];
}

const known = new Map<string, Known>();

/**
 * The purposes in a file of agreements; the file is read again only after a change.
 * @throws Error naming the file's fault.
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
