/** Rows that an operator may move from a database into a file, once they are old enough. */
export interface ArchiveSet {
  /** The name in its functions: `archivable_NAME`, `remove_archived_NAME`. */
  readonly name: string;
  readonly description: string;
}

/**
 * The least age of archivable rows, in days: a year and a month, so that a year can be compared with the one before.
 */
export const leastAgeDays = 400;

/** The sets that every subgraph may archive. */
export const commonArchiveSets: readonly ArchiveSet[] = [
  { name: 'receipts', description: 'receipts of what gateways asked, by whole sessions' },
  { name: 'rejections', description: 'why rows of imported files were refused' },
];

/**
 * The functions of a set. The tables' owner owns them, so that a server without the right to delete rows can remove the
 * archivable ones only: `archivable_NAME(before)` returns them, and `remove_archived_NAME(before)` removes them and
 * returns their number.
 * @param rows selects them in a stable order; `until` is the moment when they were last needed.
 * @param key the columns of a row's key.
 * @param before the statement that runs before the removal: `gone` has the rows.
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
