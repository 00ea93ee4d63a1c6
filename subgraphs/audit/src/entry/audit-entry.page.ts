import { type ConnectionArguments, type Page, pageSizeOf, type SubgraphContext } from '@hub/kit';
import { type AuditEntry, badUserInput } from '@hub/protocol';
import { AuditEntryObject } from './audit-entry.type.js';

/** Beyond all numbers of entries. */
const newest = Number.MAX_SAFE_INTEGER;

/**
 * A page of the operations in the log, the newest first.
 * @param organisation whose: those that it was asked in; undefined for all.
 */
export async function auditEntries(
  { em }: SubgraphContext,
  { first, after, last, before }: ConnectionArguments,
  organisation?: string,
): Promise<Page<AuditEntryObject>> {
  const isBackwards = last != null;
  const size = isBackwards ? pageSizeOf(last, 'last') : pageSizeOf(first);
  // What comes earlier in the list is newer.
  const bounds = [
    before == null ? 0 : sequenceOf(before, 'before'),
    after == null ? newest : sequenceOf(after, 'after'),
  ];
  // Receipts are in the log too, and name none.
  const whose = organisation === undefined ? 'organisations is not null' : 'organisations @> ?::jsonb';
  const asked = organisation === undefined ? [] : [JSON.stringify([organisation])];
  const rows: (Omit<AuditEntry, 'sequence'> & { sequence: string })[] = await em.execute(
    `select sequence, record, hash from audit_entry
     where sequence > ? and sequence < ? and ${whose}
     order by audit_entry.sequence ${isBackwards ? 'asc' : 'desc'} limit ?`,
    [...bounds, ...asked, size + 1],
  );
  const read = rows.slice(0, size);
  const edges = (isBackwards ? read.toReversed() : read).map((row) => ({
    cursor: cursorOf(row.sequence),
    node: new AuditEntryObject({ ...row, sequence: Number(row.sequence) }),
  }));
  const isCut = rows.length > size;
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: isBackwards ? before != null : isCut,
      hasPreviousPage: isBackwards ? isCut : after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    get totalCount() {
      return count(em, whose, asked);
    },
  };
}

async function count(em: SubgraphContext['em'], whose: string, asked: readonly string[]): Promise<number> {
  const [row]: { count: string }[] = await em.execute(
    `select count(*) as count from audit_entry where ${whose}`,
    asked,
  );
  return Number(row?.count);
}

function cursorOf(sequence: string): string {
  return Buffer.from(`audit:${sequence}`).toString('base64url');
}

function sequenceOf(cursor: string, argument: 'after' | 'before'): number {
  const [, sequence] = /^audit:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (sequence === undefined)
    throw badUserInput(`${argument}: expected a cursor of this list, got ${JSON.stringify(cursor)}.`);
  return Number(sequence);
}
