import { quoted } from '../database/table-columns.js';
import type { StagedCheck } from './check-staged.js';
import { refusal } from './refusal.js';
import { takeOutRefused } from './take-out-refused.js';
import { faultsTable, meta, staged } from './staged-file.js';

/** A constraint of a table. */
interface Constraint {
  readonly name: string;
  /** Of a check, a reference, or a key. */
  readonly type: 'c' | 'f' | 'u';
  readonly columns: readonly string[];
  /** Of a check: its expression. */
  readonly expression: string | null;
  /** Of a reference: the table and its columns. */
  readonly other: string | null;
  readonly otherColumns: readonly string[] | null;
}

/**
 * Refuses the staged rows that break a constraint of the table, as far as the rows' own columns show it. The database
 * refuses the other rows when they are written: triggers, references to the table itself, and keys that another row of
 * the file gives up.
 */
export async function checkConstraints({ em, kind, table }: StagedCheck): Promise<void> {
  const { name, columns, key } = table;
  const filled = new Set(columns.map((one) => one.name));
  let position = 1;
  const refuse = async (rows: string, fault: ReturnType<typeof refusal>) => {
    position += 1;
    await em.execute(`insert into ${faultsTable} select s.${meta.line}, ?, ?, ? from ${rows}`, [
      position,
      fault.column,
      fault.reason,
    ]);
  };
  for (const one of columns) {
    if (!one.isRequired) continue;
    const fault = refusal(kind, { constraint: `${name}_${one.name}_not_null`, table: name, column: one.name });
    await refuse(`${staged} s where s.${quoted(one.name)} is null`, fault);
  }
  const constraints: Constraint[] = await em.execute(
    `select c.conname as name, c.contype as type, pg_get_expr(c.conbin, c.conrelid) as expression,
       c.confrelid::regclass::text as other,
       array(select attname::text from unnest(c.conkey) with ordinality k(number, position)
         join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number order by k.position) as columns,
       array(select attname::text from unnest(c.confkey) with ordinality k(number, position)
         join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number order by k.position) as "otherColumns"
     from pg_constraint c where c.conrelid = ?::regclass and c.contype in ('c', 'f', 'u') and c.confrelid <> c.conrelid
     order by (c.contype = 'u'), c.conname`,
    [`public.${name}`],
  );
  for (const constraint of constraints) {
    const { columns: of, type } = constraint;
    // A refused row must not make another row a duplicate.
    if (type === 'u') await takeOutRefused(em);
    if (of.length === 0 || !of.every((column) => filled.has(column))) continue;
    const detail = `Key (${of.join(', ')})=`;
    const fault = refusal(kind, {
      constraint: constraint.name,
      table: name,
      ...(constraint.type !== 'c' && { detail }),
    });
    for (const rows of rowsThatBreak(constraint, { name, key })) await refuse(rows, fault);
  }
}

/** The staged rows `s` that break a constraint, as SQL. */
function rowsThatBreak(
  { type, columns, expression, other, otherColumns }: Constraint,
  { name, key }: { readonly name: string; readonly key: readonly string[] },
): readonly string[] {
  const listed = (alias: string, names: readonly string[]) => names.map((one) => `${alias}.${quoted(one)}`).join(', ');
  const of = listed('s', columns);
  const isGiven = columns.map((column) => `s.${quoted(column)} is not null`).join(' and ');
  if (type === 'c') return [`${staged} s where (${expression ?? 'true'}) is false`];
  if (type === 'f')
    return [
      `${staged} s where ${isGiven} and not exists (
        select from ${other ?? ''} o where (${listed('o', otherColumns ?? [])}) = (${of}))`,
    ];
  return [
    `(select s.${meta.line}, row_number() over (partition by ${of} order by s.${meta.line}) as turn from ${staged} s
      where ${isGiven}) s where s.turn > 1`,
    `${staged} s where ${isGiven} and exists (
      select from public.${quoted(name)} t where (${listed('t', columns)}) = (${of})
        and (${listed('t', key)}) <> (${listed('s', key)})
        and not exists (select from ${staged} e where (${listed('e', key)}) = (${listed('t', key)})))`,
  ];
}
