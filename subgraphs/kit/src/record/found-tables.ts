import type { SqlEntityManager } from '@mikro-orm/sql';

/** A table or a view of a database. */
export interface FoundTable {
  readonly isView: boolean;
  readonly columns: ReadonlyMap<string, FoundColumn>;
  /** The columns of its indexes, the primary key's first. */
  readonly indexes: readonly (readonly string[])[];
  /** Its references, as `column table(key)`; for a key of several columns, one entry for each. */
  readonly references: ReadonlySet<string>;
  readonly checks: readonly FoundCheck[];
}

/** A check of a table. */
export interface FoundCheck {
  readonly name: string;
  /** The columns in it. */
  readonly columns: readonly string[];
  /** The check as PostgreSQL prints it. */
  readonly text: string;
}

export interface FoundColumn {
  /** The type as PostgreSQL prints it: `double precision`. */
  readonly type: string;
  readonly nullable: boolean;
  /** Whether a row without a value for it can be written. */
  readonly hasDefault: boolean;
}

interface Row {
  readonly table: string;
  readonly kind: string;
  readonly columns: readonly (FoundColumn & { readonly name: string })[];
  readonly indexes: readonly (readonly string[])[] | null;
  readonly references: readonly string[] | null;
  readonly checks: readonly FoundCheck[] | null;
}

/** Reads the given tables of a database by name; the result lacks missing tables. */
export async function readTables(
  em: SqlEntityManager,
  names: readonly string[],
): Promise<ReadonlyMap<string, FoundTable>> {
  const rows = await em.execute<Row[]>(
    `select c.relname as table, c.relkind as kind,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'nullable', not a.attnotnull, 'hasDefault', a.atthasdef or a.attidentity <> '') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       (select json_agg(i.columns order by i.is_primary desc) from (
          select x.indisprimary as is_primary, (
            select json_agg(a.attname order by k.place) from unnest(x.indkey) with ordinality as k(number, place)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number) as columns
          from pg_index x where x.indrelid = c.oid and x.indpred is null) i) as indexes,
       (select json_agg(a.attname || ' ' || f.relname || '(' || t.attname || ')')
        from pg_constraint r join pg_class f on f.oid = r.confrelid
        cross join unnest(r.conkey, r.confkey) as k(from_number, to_number)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.from_number
        join pg_attribute t on t.attrelid = f.oid and t.attnum = k.to_number
        where r.conrelid = c.oid and r.contype = 'f') as references,
       (select json_agg(json_build_object('name', r.conname, 'text', pg_get_constraintdef(r.oid), 'columns', (
          select coalesce(json_agg(a.attname), '[]') from pg_attribute a
          where a.attrelid = c.oid and a.attnum = any (r.conkey))) order by r.conname)
        from pg_constraint r where r.conrelid = c.oid and r.contype = 'c') as checks
     from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
       and c.relname in (select json_array_elements_text(?::json))`,
    [JSON.stringify(names)],
  );
  return new Map(
    rows.map(({ table, kind, columns, indexes, references, checks }) => [
      table,
      {
        isView: kind !== 'r' && kind !== 'p',
        columns: new Map(columns.map(({ name, ...column }) => [name, column])),
        indexes: indexes ?? [],
        references: new Set(references),
        checks: checks ?? [],
      },
    ]),
  );
}
