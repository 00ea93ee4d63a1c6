import { digestOf } from '../release/canonical.js';
import { takeIn } from '../release/cells.js';
import { Figures } from '../release/figures.js';
import { type Publication, readPublication } from './publication-format.js';
import { recompute } from './recompute-publication.js';
import { type Cell, ReleaseFault, type ReleaseHeader, untilOf } from '../release/release-format.js';
import { type ReleaseKeys, verifySignature } from '../release/header-signature.js';
import { verifyPage, verifyRelease } from '../release/verify-release.js';

/** A release with its pages, in a file. */
export interface ReleaseInFile {
  readonly header: string;
  readonly signature: string;
  readonly pages: readonly string[];
}

/** The input of `hub verify`: chains of releases, each from its first, and a publication that is computed from them. */
export interface BundleInFile {
  /** By organisation, the oldest first. */
  readonly releases?: Readonly<Record<string, readonly ReleaseInFile[]>>;
  readonly publication?: { readonly document: string; readonly signature: string };
}

/** A verified chain: its cells after its last release, and after each. */
interface VerifiedChain {
  readonly hashes: readonly string[];
  readonly throughs: readonly (string | null)[];
  /** The last days of counted facts, by release. */
  readonly untils: readonly string[];
  /** The cells after a number of releases. */
  readonly cellsAfter: (number: number) => Iterable<Cell>;
  /** How many releases lack their pages. */
  readonly withoutPages: number;
}

/** What was verified. */
export interface Verified {
  readonly releases: number;
  /** How many of them lack their pages, which are archived: no verified figure depends on them. */
  readonly withoutPages: number;
  readonly cells: number;
  /** How many figures of the publication were recomputed; 0 without one. */
  readonly figures: number;
  /** Undefined where the file has no publication. */
  readonly publication?: Pick<Publication, 'id' | 'period' | 'revision' | 'publishedAt'> & { readonly digest: string };
}

/** The required contents of a file, so that a reader who knows the publication cannot be given another. */
export interface Expected {
  /** A publication's id, such as `2026-10_2`. */
  readonly publication?: string | undefined;
  /** The digest of its document, SHA-256 in base64url. */
  readonly digest?: string | undefined;
}

/** Gives the keys of an organisation, including `movement`. */
export type KeysFor = (organisation: string) => ReleaseKeys;

/**
 * Verifies a file, without any request: every release's signature, its place in the chain and its pages; and for a
 * publication its signature, its releases, and each figure's values that follow from these, recomputed: bounds, share,
 * gaps, status and rank. Estimates from sealed sketches are verified by signature only. The file must contain no other
 * data.
 * @throws ReleaseFault with the fault, and its place.
 */
export async function verifyBundle(
  { releases = {}, publication }: BundleInFile,
  keysFor: KeysFor,
  expected: Expected = {},
): Promise<Verified> {
  if (!publication && Object.values(releases).every((chain) => chain.length === 0)) {
    throw new ReleaseFault('NOTHING', 'Expected releases or a publication, but the file has neither.');
  }
  refuseOther(publication?.document, expected);
  const chains = new Map<string, VerifiedChain>();
  const counts = { releases: 0, withoutPages: 0, cells: 0 };
  for (const [organisation, chain] of Object.entries(releases)) {
    const verified = await verifyChain(organisation, chain, keysFor(organisation));
    chains.set(organisation, verified);
    counts.releases += chain.length;
    counts.withoutPages += verified.withoutPages;
    counts.cells += [...verified.cellsAfter(chain.length)].length;
  }
  if (!publication) return { ...counts, figures: 0 };
  await verifySignature(publication.document, publication.signature, keysFor('movement'));
  const read = readPublication(publication.document);
  refuseSurplus(read, releases);
  recompute(read, figuresOf(read, chains));
  const { id, period, revision, publishedAt } = read;
  const digest = digestOf(publication.document);
  return { ...counts, figures: read.figures.length, publication: { id, period, revision, publishedAt, digest } };
}

/** Refuses a file without the expected publication, or with another. */
function refuseOther(document: string | undefined, { publication, digest }: Expected): void {
  if (publication === undefined && digest === undefined) return;
  if (document === undefined) {
    throw new ReleaseFault(
      'NOTHING',
      `Expected the publication ${publication ?? digest ?? ''}, but the file has none.`,
    );
  }
  const { id } = readPublication(document);
  if (publication !== undefined && id !== publication) {
    throw new ReleaseFault('OTHER_PUBLICATION', `Expected the publication ${publication}, but the file has ${id}.`);
  }
  const found = digestOf(document);
  if (digest !== undefined && found !== digest) {
    throw new ReleaseFault('OTHER_DIGEST', `Expected a publication with the digest ${digest}, but ${id} has ${found}.`);
  }
}

/** Refuses releases that the publication does not name: the file must contain no more than was published. */
function refuseSurplus(
  { id, releases: named }: Publication,
  releases: Readonly<Record<string, readonly ReleaseInFile[]>>,
): void {
  const last = new Map(named.map(({ organisation, number }) => [organisation, number]));
  for (const [organisation, chain] of Object.entries(releases)) {
    const needed = last.get(organisation) ?? 0;
    if (chain.length <= needed) continue;
    throw new ReleaseFault(
      'SURPLUS',
      `Expected ${needed} releases of ${organisation}, on which ${id} rests, but the file has ${chain.length}.`,
    );
  }
}

async function verifyChain(
  organisation: string,
  chain: readonly ReleaseInFile[],
  keys: ReleaseKeys,
): Promise<VerifiedChain> {
  const read: { header: ReleaseHeader; pages: Cell[][] | undefined }[] = [];
  const hashes: string[] = [];
  const throughs: (string | null)[] = [];
  const untils: string[] = [];
  let former: string | null = null;
  for (const { header: text, signature, pages } of chain) {
    try {
      const { header, hash } = await verifyRelease(text, signature, keys, former, { organisation });
      // Pages of a release before a later full one may be missing: they are archived.
      const isWithout = pages.length === 0 && header.pages.length > 0;
      if (!isWithout && pages.length !== header.pages.length) {
        throw new ReleaseFault('SURPLUS', `Expected ${header.pages.length} pages, but the file has ${pages.length}.`);
      }
      read.push({
        header,
        pages: isWithout ? undefined : header.pages.map((entry, index) => verifyPage(pages[index] ?? '', entry)),
      });
      hashes.push(hash);
      throughs.push(header.through);
      untils.push(untilOf(header));
      former = text;
    } catch (error) {
      if (!(error instanceof ReleaseFault)) throw error;
      throw new ReleaseFault(error.code, `${organisation}, release ${hashes.length + 1}: ${error.message}`);
    }
  }
  const cellsAfter = (number: number) => {
    const cells = new Map<string, Cell>();
    const first = read.slice(0, number).findLastIndex(({ header: { kind } }) => kind === 'FULL');
    for (const { header, pages } of read.slice(Math.max(0, first), number)) {
      takeIn(cells, header.kind, pages ?? header.pages.map((entry) => verifyPage('', entry)));
    }
    return cells.values();
  };
  return { hashes, throughs, untils, cellsAfter, withoutPages: read.filter(({ pages }) => !pages).length };
}

/** The figures of a publication's releases, each of which must be in its chain. */
function figuresOf(
  { releases }: Publication,
  chains: ReadonlyMap<string, VerifiedChain>,
): Map<string, { readonly figures: Figures; readonly through: string }> {
  return new Map(
    releases.map(({ organisation, number, hash, through }) => {
      const chain = chains.get(organisation);
      if (chain?.hashes[number - 1] !== hash || chain.throughs[number - 1] !== through) {
        throw new ReleaseFault(
          'OTHER_DIGEST',
          `Expected release ${number} of ${organisation} with the digest ${hash}, but the file has ${chain?.hashes[number - 1] ?? 'none'}.`,
        );
      }
      const figures = new Figures(chain.cellsAfter(number));
      return [organisation, { figures, through: chain.untils[number - 1] ?? '' }];
    }),
  );
}
