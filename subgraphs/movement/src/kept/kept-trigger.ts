/** Has the changes of a table noted of which rows are kept in memory; see `Migration20261202000000_keptTables`. */
export function keptTrigger(table: string): string {
  return `
    create trigger ${table}_kept after insert or update or delete or truncate on ${table}
    for each statement execute function kept_table_changed()`;
}
