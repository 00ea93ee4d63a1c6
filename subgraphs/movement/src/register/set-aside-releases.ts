import type { SubgraphContext } from '@hub/kit';
import {
  type Cell,
  digestOf,
  Figures,
  type ReleaseHeader,
  type ReleaseInFile,
  takeIn,
  verifyPage,
} from '@hub/protocol';
import type { SketchReferences } from '../sketches/taken-sketches.js';
import { factsOf } from './read-headers.js';
import type { KnownRelease } from './register.js';
import { readCells } from './taken-releases.js';

type Em = SubgraphContext['em'];

/** A release that was set aside, in its original form. */
export interface SetAsideRelease extends ReleaseInFile {
  readonly number: number;
}

/**
 * Reads a release that was set aside, with the releases before it that were set aside too; the release before these
 * is stored.
 * @param hash the digest of its header.
 * @returns the oldest first; empty if it was not set aside.
 */
export async function setAsideChain(em: Em, organisation: string, hash: string): Promise<SetAsideRelease[]> {
  const rows = await em
    .fork()
    .execute<SetAsideRelease[]>(
      `select number, header, signature, pages from set_aside_release where organisation = ?`,
      [organisation],
    );
  const byHash = new Map(rows.map((row) => [digestOf(row.header), row]));
  const chain: SetAsideRelease[] = [];
  for (let next: string | null = hash; next !== null;) {
    const found = byHash.get(next);
    if (!found) break;
    chain.unshift(found);
    next = (JSON.parse(found.header) as ReleaseHeader).previous;
  }
  return chain;
}

/**
 * Reads the content of a release that was set aside, so that its publications can still be shown. Its digest is
 * signed with the publication, and so are its pages.
 * @returns undefined if it was not set aside.
 * @throws ReleaseFault if its pages do not match its header.
 */
export async function readSetAside(em: Em, organisation: string, hash: string): Promise<KnownRelease | undefined> {
  const chain = await setAsideChain(em, organisation, hash);
  const [first, last] = [chain[0], chain.at(-1)];
  const facts = last && factsOf(last.header, last.signature);
  if (!first || !facts) return undefined;
  const cells = new Map<string, Cell>();
  takeIn(cells, 'CHANGES', [await readCells(em, organisation, first.number - 1)]);
  for (const { header, pages } of chain) {
    const { kind, pages: entries } = JSON.parse(header) as ReleaseHeader;
    const read = entries.map((entry, index) => verifyPage(pages[index] ?? '', entry));
    takeIn(cells, kind, read);
  }
  const { withdraws: _, ...said } = facts;
  const counts = { takenAt: new Date(facts.madeAt), withdrawnReason: null, withdrawnBy: null };
  return {
    release: { organisation, number: last.number, hash, ...said, ...counts, isPending: false, acceptedAt: null },
    figures: new Figures(cells.values()),
    sketches: noSketches,
  };
}

/** Its sketches are destroyed; the estimates from them are kept. */
const noSketches: SketchReferences = new Map();
