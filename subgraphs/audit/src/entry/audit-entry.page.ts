import { type ConnectionArguments, type Page, pageLoader, type SubgraphContext } from '@hub/kit';
import { AuditEntryEntity, type AuditEntryObject } from './audit-entry.type.js';

const newestFirst = { entity: AuditEntryEntity, orderColumns: ['sequence'], descending: true } as const;

/** Entries of all organisations. Receipts are in the log too, but list no organisations. */
const allPages = pageLoader<AuditEntryObject>({ ...newestFirst, where: 'organisations is not null' });

const pagesOfOne = pageLoader<AuditEntryObject>({ ...newestFirst, where: 'organisations @> ?::jsonb' });

/**
 * A page of the log's operations, newest first.
 * @param organisation only operations that asked this organisation; undefined for all.
 */
export function auditEntries(
  context: SubgraphContext,
  slice: ConnectionArguments,
  organisation?: string,
): Promise<Page<AuditEntryObject>> {
  if (organisation === undefined) return allPages(context).load({ ...slice });
  return pagesOfOne(context).load({ ...slice, filter: [JSON.stringify([organisation])] });
}
