import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CopyForm } from './copy-rows.js';

/** A column of a table in PostgreSQL. */
export interface TableColumn {
  readonly name: string;
  /** Its type, such as `integer`. */
  readonly type: string;
  readonly form: CopyForm;
  readonly isRequired: boolean;
  /** Whether the database generates its values. */
  readonly isMade: boolean;
}

/** The columns of a table, by their names. */
export async function columnsOfTable(em: SqlEntityManager, table: string): Promise<ReadonlyMap<string, TableColumn>> {
  const rows: TableColumn[] = await em.execute(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "isRequired",
       a.attgenerated <> '' as "isMade",
       case when t.typname in ('json', 'jsonb') then 'json' when t.typcategory = 'A' then 'array' else 'plain' end as form
     from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [`public.${table}`],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

/** The columns of a table's primary key. */
export async function keyOfTable(em: SqlEntityManager, table: string): Promise<readonly string[]> {
  const rows: { readonly name: string }[] = await em.execute(
    `select a.attname as name from pg_index i cross join unnest(i.indkey::int2[]) with ordinality k(number, position)
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
     where i.indrelid = ?::regclass and i.indisprimary order by k.position`,
    [`public.${table}`],
  );
  return rows.map(({ name }) => name);
}

/** A name quoted for SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
