import type { SqlEntityManager } from '@mikro-orm/sql';
import { quoted } from '../database/table-columns.js';
import type { ImportKind } from '../file/import-kind.js';

/** How many rows of a table refer to some rows. */
export interface Referring {
  readonly table: string;
  readonly rows: number;
}

interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
  readonly to: readonly string[];
}

/**
 * Counts the rows that refer only to removed rows of a table, by the database's own references and by the
 * references that kinds of file declare. Removed rows do not count.
 * @param gone the removed rows `t` of the table, as the SQL after `from`.
 * @param kinds the organisation's kinds of file.
 */
export async function referringRows(
  em: SqlEntityManager,
  table: string,
  gone: string,
  kinds: readonly ImportKind[],
): Promise<readonly Referring[]> {
  const declared: Reference[] = await em.execute(
    `select c.conrelid::regclass::text as table,
       array(select attname::text from unnest(c.conkey) with ordinality k(number, position)
         join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number order by k.position) as columns,
       array(select attname::text from unnest(c.confkey) with ordinality k(number, position)
         join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number order by k.position) as to
     from pg_constraint c where c.contype = 'f' and c.confrelid = ?::regclass order by 1`,
    [`public.${table}`],
  );
  const found: Referring[] = [];
  const known = new Set<string>();
  for (const { table: from, columns, to } of [...declared, ...referencesOfKinds(em, table, kinds)]) {
    const name = `${from} ${columns.join()}`;
    if (known.has(name)) continue;
    known.add(name);
    const given = columns.map((column) => `r.${quoted(column)}`).join(', ');
    const named = (alias: string) => `(${to.map((column) => `${alias}.${quoted(column)}`).join(', ')}) = (${given})`;
    const isAmong = from === table ? `and not exists (select from gone h where h.place_of_row = r.ctid)` : '';
    const [{ rows }] = await em.execute<[{ rows: number }]>(
      `with gone as materialized (select t.ctid as place_of_row, t.* from ${gone})
       select count(*)::int as rows from ${from} r
       where exists (select from gone g where ${named('g')}) ${isAmong}
         and not exists (select from public.${quoted(table)} k where ${named('k')}
           and not exists (select from gone h where h.place_of_row = k.ctid))`,
    );
    if (rows > 0) found.push({ table: from, rows });
  }
  return found;
}

/** The references that kinds of file declare, by the tables that they fill. */
function referencesOfKinds(em: SqlEntityManager, table: string, kinds: readonly ImportKind[]): readonly Reference[] {
  return kinds.flatMap((kind) => {
    if (!('entity' in kind)) return [];
    const from = em.getMetadata(kind.entity);
    return Object.entries(kind.references ?? {}).flatMap(([column, to]) => {
      if (!to || em.getMetadata(to[0]).tableName !== table) return [];
      const field = from.props.flatMap(({ fieldNames }) => fieldNames).find((name) => name === column);
      const target = em.getMetadata(to[0]).props.find(({ name }) => name === to[1])?.fieldNames[0];
      return field !== undefined && target !== undefined
        ? [{ table: from.tableName, columns: [field], to: [target] }]
        : [];
    });
  });
}
