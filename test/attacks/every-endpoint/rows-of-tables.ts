/** Counts the rows of each table of a database that requests could write to. */
export const rowsOfTables = `select table_name,
    (xpath('/row/count/text()', query_to_xml(format('select count(*) from %I', table_name), false, true, '')))[1]::text as rows
  from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
  and table_name !~ 'event|notice|session|mark|anchor|receipt|kept_table_change|access_feed' order by 1`;
