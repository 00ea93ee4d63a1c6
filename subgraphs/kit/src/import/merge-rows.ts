import type { SqlEntityManager } from '@mikro-orm/sql';
import { quoted } from '../database/table-columns.js';
import { digestOfRow, type Images, keyOfRow } from '../ledger/images.js';
import { meta, staged, type StagedTable } from './staged-file.js';

/** The result of merging some rows, with the first new and the first changed ones. */
export interface MergedRows {
  readonly added: number;
  readonly changed: number;
  readonly firstAdded: readonly FoundRow[];
  readonly firstChanged: readonly FoundRow[];
}

/** A row that a file changes: its key, its line, and the columns that have other values. */
export interface FoundRow {
  readonly key: string;
  readonly row: number;
  readonly columns: readonly string[];
}

/**
 * Writes the staged rows of some lines into the table, except unchanged ones, and keeps the former values.
 * @param examples how many new and how many changed rows are wanted as examples.
 */
export async function mergeRows(
  em: SqlEntityManager,
  table: StagedTable,
  {
    lines,
    images,
    examples,
  }: {
    readonly lines: readonly number[];
    readonly images: Images;
    readonly examples: { readonly added: number; readonly changed: number };
  },
): Promise<MergedRows> {
  const { name, columns, key, values } = table;
  const all = columns.map((column) => column.name);
  const keeping = images.keeping({ relation: name, key, columns: all }, 'otherwise');
  const set = values.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ');
  const differing = values.map(
    (column) => `case when t.${quoted(column)} is distinct from s.${quoted(column)} then '${column}' end`,
  );
  const first = (condition: string, count: number) =>
    `(select coalesce(json_agg(e), '[]') from (select file_key as key, line as row, to_json(array_remove(columns, null)) as columns
       from otherwise where ${condition} order by line limit ${count}) e)`;
  const [{ kept, ...merged }] = await em.execute<[MergedRows & { readonly kept: number }]>(
    `with otherwise as materialized (
       select s.${meta.line} as line, s.${meta.key} as file_key, ${keyOfRow('s', key)} as key, s as given,
         case when not (${isNew(table)}) then to_jsonb(t) end as before, ${digestOfRow('s', all)} as after,
         ${all.includes('pseudonym') ? 'coalesce(t.pseudonym, s.pseudonym)' : 'null::text'} as pseudonym,
         case when not (${isNew(table)}) then array[${differing.join(', ')}]::text[] else '{}' end as columns
       from ${staged} s left join public.${quoted(name)} t on ${isSame(table)}
       where s.${meta.line} between ? and ? and (${isNew(table)} or ${isChanged(table)})
     ), kept as (${keeping.sql}), written as (
       insert into public.${quoted(name)} (${all.map(quoted).join(', ')})
       select ${all.map((column) => `(o.given).${quoted(column)}`).join(', ')} from otherwise o order by o.line
       on conflict (${key.map(quoted).join(', ')}) do ${values.length === 0 ? 'nothing' : `update set ${set}`}
     ) select (select count(*)::int from kept) as kept, count(*) filter (where before is null)::int as added,
       count(*) filter (where before is not null)::int as changed,
       ${first('before is null', examples.added)} as "firstAdded", ${first('before is not null', examples.changed)} as "firstChanged"
     from otherwise`,
    [...lines, ...keeping.values],
  );
  await images.counted(em, kept);
  return merged;
}

/** Whether a staged row `s` and a row `t` of the table have the same key. */
export function isSame({ key }: StagedTable): string {
  return key.map((name) => `t.${quoted(name)} = s.${quoted(name)}`).join(' and ');
}

/** Whether the table lacked a staged row. */
export function isNew({ key: [first = ''] }: StagedTable): string {
  return `t.${quoted(first)} is null`;
}

/** Whether a row's values differ from the staged row's. */
export function isChanged({ values }: StagedTable): string {
  const listed = (alias: string) => values.map((name) => `${alias}.${quoted(name)}`).join(', ');
  return values.length === 0 ? 'false' : `row(${listed('t')}) is distinct from row(${listed('s')})`;
}
