import { ConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { judgeClaims, type JudgedRow } from '../ledger/judge-claims.js';
import { recordEvidence } from '../ledger/ledger.js';
import { checkObjections } from '../people/objection.js';
import { checkReferences } from './check-references.js';
import type { CheckedRow, Rejection } from './check-row.js';
import type { RowKind, Tally, Writing } from './import-kind.js';

/** How many rows are written together. */
export const batchSize = 2_000;

/** Writes the rows of a batch, and what they say to the ledger. Returns those that could not be taken. */
export async function writeBatch(
  em: SqlEntityManager,
  kind: RowKind,
  batch: readonly CheckedRow[],
  writing: Writing,
): Promise<Rejection[]> {
  const welcome = await checkObjections(em, batch);
  const { accepted, rejections } = await checkReferences(em, kind, welcome.accepted, writing.reading);
  const judged = await judgeClaims(em, kind, accepted, writing);
  const refused = await writeRows(em, kind, judged.accepted, writing);
  return [...welcome.rejections, ...rejections, ...judged.rejections, ...refused];
}

/** Writes rows together; when the database refuses any, either half by itself, until only those are lost that it refuses. */
async function writeRows(
  em: SqlEntityManager,
  kind: RowKind,
  rows: readonly JudgedRow[],
  writing: Writing,
): Promise<Rejection[]> {
  const [first] = rows;
  if (!first) return [];
  try {
    const { added, changed, unchanged } = await em.transactional(
      (savepoint) => upsertRows(savepoint, kind, rows, writing),
      { clear: true },
    );
    writing.tally.added += added;
    writing.tally.changed += changed;
    writing.tally.unchanged += unchanged;
    return [];
  } catch (error) {
    if (!(error instanceof ConstraintViolationException)) throw error;
    if (rows.length === 1) return [{ row: first.line, ...refusal(kind, error) }];
    const middle = Math.ceil(rows.length / 2);
    return [
      ...(await writeRows(em, kind, rows.slice(0, middle), writing)),
      ...(await writeRows(em, kind, rows.slice(middle), writing)),
    ];
  }
}

async function upsertRows(
  em: SqlEntityManager,
  kind: RowKind,
  rows: readonly JudgedRow[],
  { hasLedger, reading }: Writing,
): Promise<Tally> {
  const tally = await upsert(
    em,
    kind,
    rows.map(({ row }) => kind.toEntity(row, reading)),
  );
  if (hasLedger && kind.toLedger) {
    await recordEvidence(
      em,
      rows.map(({ key, facts }) => ({ evidence: `${kind.kind}:${key}`, facts })),
      reading.placesOn,
    );
  }
  return tally;
}

/**
 * Writes entities, or over those that have their keys and other values; as one JSON text, which costs half of what
 * parameters do.
 */
async function upsert(
  em: SqlEntityManager,
  { entity, entityKey }: RowKind,
  entities: readonly Record<string, unknown>[],
): Promise<Tally> {
  const { tableName, properties } = em.getMetadata(entity);
  const columns = new Map(
    Object.keys(entities[0] ?? {}).map((name) => [name, properties[name]?.fieldNames[0] ?? name]),
  );
  const listed = (names: Iterable<string>) => [...names].map((name) => `"${columns.get(name) ?? name}"`);
  const of = (alias: string, names: readonly string[]) => `(${names.map((name) => `${alias}.${name}`).join(', ')})`;
  const all = listed(columns.keys()).join(', ');
  const key = listed(entityKey);
  const changed = listed([...columns.keys()].filter((name) => !entityKey.includes(name)));
  const rows = entities.map((one) => Object.fromEntries([...columns].map(([name, column]) => [column, one[name]])));
  const [counts] = await em.execute<[{ known: number; written: number }]>(
    `with given as materialized (select ${all} from json_populate_recordset(null::${tableName}, ?::json)),
     known as (select 1 from given join ${tableName} t on ${of('t', key)} = ${of('given', key)}),
     written as (
       insert into ${tableName} as t (${all}) select ${all} from given
       on conflict (${key.join(', ')}) do ${
         changed.length === 0
           ? 'nothing'
           : `update set ${changed.map((one) => `${one} = excluded.${one}`).join(', ')}
              where ${of('t', changed)} is distinct from ${of('excluded', changed)}`
       } returning 1)
     select (select count(*)::int from known) as known, (select count(*)::int from written) as written`,
    [JSON.stringify(rows)],
  );
  const added = entities.length - counts.known;
  const overwritten = counts.written - added;
  return { added, changed: overwritten, unchanged: counts.known - overwritten };
}

/** What PostgreSQL tells of a constraint that does not hold. Its `detail` has values, which may identify a person. */
interface ConstraintFault {
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly detail?: string;
}

/** Says what the database refused a row for: in the kind's own words where it has some for the constraint. */
function refusal(kind: RowKind, error: ConstraintViolationException): Omit<Rejection, 'row'> {
  const fault = error as ConstraintFault;
  const { constraint = 'a constraint' } = fault;
  return (
    kind.constraints?.[constraint] ?? {
      column: columnsOf(fault)
        .filter((name) => name in kind.columns)
        .join('+'),
      reason: `expected a row that the database accepts, but it breaks ${constraint}`,
    }
  );
}

/** The table's columns that a fault is about, as far as it tells: the column, the key's, or those in a default name. */
function columnsOf({ constraint = '', table = '', column, detail = '' }: ConstraintFault): readonly string[] {
  if (column) return [column];
  const key = /^Key \(([^)]+)\)=/.exec(detail)?.[1];
  if (key) return key.split(', ');
  const isDefaultName = constraint.startsWith(`${table}_`) && constraint.endsWith('_check');
  return isDefaultName ? [constraint.slice(table.length + 1, -'_check'.length)] : [];
}
