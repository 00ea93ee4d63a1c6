import { createPublicKey, type KeyObject } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { applyCells } from '../signed-cells/apply-cells.js';
import { ownCellTables } from '../signed-cells/cell-tables.js';
import {
  digestOf,
  keyId,
  readHeader,
  ReleaseFault,
  type ReleaseInFile,
  type ReleaseKeys,
  verifyOrder,
  verifyPage,
  verifySignature,
} from '@hub/protocol';
import type { ReleaseMaker } from './draft-release.js';
import { alone } from './make-release.js';
import { ReleaseError } from './release-error.js';
import { keepRelease, newestRelease, releaseOf } from './release-store.js';

/** The result of adopting releases. */
export interface Adoption {
  /** How many releases of the register the organisation had lost. */
  readonly adopted: number;
  /** How many releases it had made instead, which were set aside. */
  readonly setAside: number;
  /** The newest release afterwards, which the next one follows. */
  readonly number: number;
  readonly hash: string;
}

/**
 * Continues a restored organisation from the register's releases: stores again its own releases that the backup lacks,
 * each as signed, and sets aside the releases that it made instead.
 * @param held all releases of the organisation in the register, the oldest first.
 * @param formerKeys the organisation's replaced public keys.
 * @throws ReleaseError `NOT_ITS_OWN` where the organisation did not sign a release; `NOTHING_HELD` where there is none.
 */
export async function adoptReleases(
  em: SqlEntityManager,
  held: readonly ReleaseInFile[],
  { organisation, key }: Pick<ReleaseMaker, 'organisation' | 'key'>,
  formerKeys: readonly KeyObject[],
): Promise<Adoption> {
  const own = key();
  const keys = [...(own ? [createPublicKey(own.key)] : []), ...formerKeys];
  await verifyOwn(held, organisation, new Map(keys.map((one) => [keyId(one), one])));
  return alone(em, async (one) => {
    const last = (await newestRelease(one))?.number ?? 0;
    const shared = await lastShared(one, held);
    const missing = held.slice(shared);
    const setAside = missing.length === 0 ? 0 : last - shared;
    if (setAside > 0) await one.execute('select set_releases_aside(?)', [shared]);
    for (const { header: text, signature, pages } of missing) {
      const header = readHeader(text);
      const entries = header.pages.map(({ digest, cells }, index) => ({
        entry: { digest, cells },
        text: pages[index] ?? '',
      }));
      await keepRelease(one, { header, text, signature, hash: digestOf(text), pages: entries, changes: [] });
      const cells = header.pages.flatMap((entry, index) => verifyPage(pages[index] ?? '', entry));
      await applyCells(one, ownCellTables, header, cells);
    }
    const newest = await newestRelease(one);
    return { adopted: missing.length, setAside, number: newest?.number ?? 0, hash: newest?.hash ?? '' };
  });
}

/** The number of the last release that the register and the organisation both have. */
async function lastShared(em: SqlEntityManager, held: readonly ReleaseInFile[]): Promise<number> {
  for (let number = held.length; number > 0; number -= 1) {
    const header = held[number - 1]?.header;
    if (header !== undefined && (await releaseOf(em, number))?.header === header) return number;
  }
  return 0;
}

/**
 * Verifies that all releases are the organisation's. Only the newest signature is checked: each header contains the
 * digest of the header before it, whichever key signed that one.
 */
async function verifyOwn(held: readonly ReleaseInFile[], organisation: string, keys: ReleaseKeys): Promise<void> {
  const newest = held.at(-1);
  if (!newest) {
    throw new ReleaseError('NOTHING_HELD', `The register holds no release of ${organisation}: there is none to adopt.`);
  }
  try {
    await verifySignature(newest.header, newest.signature, keys);
    const lastFull = held.findLastIndex(({ header }) => readHeader(header).kind === 'FULL');
    let former: ReleaseInFile | undefined;
    for (const release of held) {
      const header = readHeader(release.header);
      if (header.organisation !== organisation) {
        const expected = `Expected a release of ${organisation}, but got one of ${header.organisation}.`;
        throw new ReleaseFault('OTHER_ORGANISATION', expected);
      }
      verifyOrder(header, former ? readHeader(former.header) : null, former ? digestOf(former.header) : null);
      // The register may have archived the pages of releases before the last full one.
      if (release.pages.length > 0 || held.indexOf(release) >= lastFull)
        for (const [index, entry] of header.pages.entries()) verifyPage(release.pages[index] ?? '', entry);
      former = release;
    }
  } catch (error) {
    if (!(error instanceof ReleaseFault)) throw error;
    throw new ReleaseError(
      'NOT_ITS_OWN',
      `These are not the releases of ${organisation} (${error.code}): ${error.message}`,
    );
  }
}
