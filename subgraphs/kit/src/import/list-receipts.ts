import type { SqlEntityManager } from '@mikro-orm/sql';
import { importState } from '@hub/protocol';
import type { ImportReceipt } from './receipt.js';

/** A page of receipts, the newest first. */
export interface ReceiptPage {
  readonly first: number;
  /** The number of the receipt before the page. */
  readonly after?: number | undefined;
  readonly kind?: string | undefined;
  /** Only these kinds; default: all. */
  readonly kinds?: ReadonlySet<string> | undefined;
}

/** A moment in RFC 3339, in UTC. */
const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const by = (alias: string) => `json_build_object('subject', ${alias}.by_subject, 'client', ${alias}.by_client)`;

/** Reads the receipts of files, including refused ones, the newest first. */
export async function listReceipts(
  em: SqlEntityManager,
  { first, after, kind, kinds }: ReceiptPage,
): Promise<ImportReceipt[]> {
  const page = `(?::int is null or r.id < ?) and (?::text is null or r.kind = ?)
    and (?::json is null or r.kind in (select json_array_elements_text(?::json)))`;
  const values = [after, kind, kinds && JSON.stringify([...kinds])].flatMap((one) => [one ?? null, one ?? null]);
  const receipts = await em.execute<ImportReceipt[]>(
    `select * from (
       (select r.id as run, r.kind, regexp_replace(r.file, '^.*[/\\\\]', '') as file,
          'TAKEN' as state, r.demonstration, ${by('r')} as by,
          ${utc('r.begun_at')} as "begunAt", ${utc('coalesce(r.ended_at, r.finished_at)')} as "endedAt", r.sha256, r.mapping,
          r.replaced, r.read, r.written, r.rejected, r.added, r.changed, r.unchanged, r.removed,
          case when u.run is not null then json_build_object('at', ${utc('u.at')}, 'by', ${by('u')}) end as undone
        from import_run r left join import_undo u on u.run = r.id where ${page} order by r.id desc limit ?)
       union all
       (select r.id, r.kind, regexp_replace(r.file, '^.*[/\\\\]', ''), r.state, r.demonstration, ${by('r')},
          ${utc('r.begun_at')}, ${utc('r.ended_at')}, null, r.mapping, r.replaced, r.read, 0, r.rejected, 0, 0, 0, 0, null
        from refused_import r where ${page} order by r.id desc limit ?)
     ) receipts order by run desc limit ?`,
    [...values, first, ...values, first, first],
  );
  return receipts.map((one) => (one.state === 'TAKEN' ? { ...one, state: importState(one) } : one));
}
