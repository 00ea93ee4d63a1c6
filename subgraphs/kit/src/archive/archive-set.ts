/** Rows that an operator may move out of a database into a file, once they are old enough. */
export interface ArchiveSet {
  /** As its functions are named: `archivable_NAME`, `remove_archived_NAME`. */
  readonly name: string;
  readonly description: string;
}

/** How old what goes must be at least, in days: a year and a month, so that a year can be compared with the one before. */
export const leastAgeDays = 400;

/** What every subgraph may put into an archive. */
export const commonArchiveSets: readonly ArchiveSet[] = [
  { name: 'receipts', description: 'receipts of what gateways asked, by whole sessions' },
  { name: 'rejections', description: 'why rows of imported files were refused' },
];

/**
 * The functions of a set, by the tables' owner, so that a server that may delete none of the rows removes those that may go
 * and no others: `archivable_NAME(before)` tells them, `remove_archived_NAME(before)` removes them and says how many.
 * @param rows selects them in an order that is always the same; `until` is the moment before which they were last needed.
 * @param key the columns by which a row is known.
 * @param before what is done before they are removed: `gone` has them.
 */
export function archiveFunctions(
  name: string,
  table: string,
  { rows, key, before = '' }: { readonly rows: string; readonly key: readonly string[]; readonly before?: string },
): readonly string[] {
  const columns = (alias: string) => `(${key.map((column) => `${alias}.${column}`).join(', ')})`;
  return [
    `create function archivable_${name}(before timestamptz) returns setof ${table}
     language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
     declare until timestamptz := least(before, now() - interval '${leastAgeDays} days');
     begin
       return query ${rows};
     end $$`,
    `create function remove_archived_${name}(before timestamptz) returns bigint
     language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
     declare removed bigint;
     begin
       create temporary table gone on commit drop as select * from public.archivable_${name}(before);
       ${before}
       delete from public.${table} t using gone g where ${columns('t')} = ${columns('g')};
       get diagnostics removed = row_count;
       drop table gone;
       return removed;
     end $$`,
  ];
}
