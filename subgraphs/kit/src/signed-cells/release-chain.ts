import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  digestOf,
  formatOf,
  readHeader,
  ReleaseFault,
  releaseFormat,
  type ReleaseHeader,
  type ReleaseKeys,
  verifySignature,
} from '@hub/protocol';
import { type CellTables, ofOrganisation } from './cell-tables.js';

/** A chain of releases: its organisation, its tables, and the keys that verify it. */
export interface ChainOptions {
  readonly tables: CellTables;
  readonly organisation: string;
  readonly keys: ReleaseKeys;
}

/** A release whose header is not the signed one. */
export interface BrokenRelease {
  readonly number: number;
  readonly fault: ReleaseFault;
}

/**
 * Releases from a full one up to the last before the next full one, the oldest first: their cells depend on no other
 * releases.
 */
export interface Segment {
  readonly headers: readonly ReleaseHeader[];
  /** The required digest of the last release before this segment; null before the first. */
  readonly previous: string | null;
  readonly broken: readonly BrokenRelease[];
  /** The numbers of the releases with archived pages. */
  readonly archived: ReadonlySet<number>;
}

interface Row {
  readonly number: number;
  readonly archived: boolean;
  readonly header: string;
  readonly signature: string;
}

/**
 * Reads and verifies the segment that ends with a release. A header is the signed one where the later one names its
 * digest, or where its signature is valid.
 * @param upTo the number of its last release, and its digest in a later release; default: the newest.
 * @returns undefined where there is none, or none of this format.
 */
export async function readSegment(
  em: SqlEntityManager,
  { tables, organisation, keys }: ChainOptions,
  upTo?: { readonly number: number; readonly hash: string | null },
): Promise<Segment | undefined> {
  const isOf = ofOrganisation(tables, 't');
  const last = upTo?.number ?? 2 ** 31 - 1;
  const rows: Row[] = await em.execute(
    `select t.number, t.header, t.signature, ${archivedIn(tables)} as archived from ${tables.releases} t
     where ${isOf} and t.number <= ? and t.number >= coalesce((
       select max(t.number) from ${tables.releases} t
       where ${isOf} and t.number <= ? and t.header like '%"kind":"FULL"%'), 1)
     order by t.number desc`,
    [organisation, last, organisation, last],
  );
  const headers: ReleaseHeader[] = [];
  const broken: BrokenRelease[] = [];
  let expected = upTo;
  for (const row of rows) {
    const format = formatIn(row.header);
    if (format !== undefined && format !== releaseFormat) break;
    try {
      if (expected && row.number !== expected.number) throw missing(expected.number);
      const isNamed = expected !== undefined && digestOf(row.header) === expected.hash;
      if (!isNamed) await verifyUnnamed(row, keys, headers.length === 0 && !upTo);
      const header = readHeader(row.header);
      if (header.number !== row.number || header.organisation !== organisation) throw missing(row.number);
      headers.unshift(header);
      expected = { number: row.number - 1, hash: header.previous };
    } catch (error) {
      if (!(error instanceof ReleaseFault)) throw error;
      broken.push({ number: expected?.number ?? row.number, fault: error });
      expected = { number: row.number - 1, hash: null };
    }
  }
  if (headers.length === 0 && broken.length === 0) return undefined;
  const archived = new Set(rows.flatMap((row) => (row.archived ? [row.number] : [])));
  return { headers, previous: expected?.hash ?? null, broken, archived };
}

/** Whether the pages of a release (of `t`) are archived, as SQL. */
function archivedIn({ archived, isShared }: CellTables): string {
  if (archived === undefined) return 'false';
  const isSame = isShared ? '(a.organisation, a.number) = (t.organisation, t.number)' : 'a.number = t.number';
  return `exists (select from ${archived} a where ${isSame})`;
}

/**
 * @param isNewest an organisation that has just replaced its key no longer knows the former one: then its newest
 * release is trusted without it.
 */
async function verifyUnnamed({ header, signature }: Row, keys: ReleaseKeys, isNewest: boolean): Promise<void> {
  try {
    await verifySignature(header, signature, keys);
  } catch (error) {
    if (isNewest && error instanceof ReleaseFault && error.code === 'UNKNOWN_KEY') return;
    throw error;
  }
}

function formatIn(header: string): unknown {
  try {
    return formatOf(header);
  } catch {
    return undefined;
  }
}

function missing(number: number): ReleaseFault {
  return new ReleaseFault('OTHER_NUMBER', `Expected release ${number}, but another is in its place.`);
}
