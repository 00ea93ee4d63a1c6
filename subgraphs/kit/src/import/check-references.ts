import type { EntitySchema } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CheckedRow, Rejection } from './check-row.js';
import type { Reading } from './column.js';
import type { RowKind } from './import-kind.js';
import { quote } from './quote.js';

/** A column that must name a row of a table, and the names that are there. */
interface Reference {
  readonly column: string;
  readonly entity: EntitySchema;
  readonly property: string;
  readonly known: Set<unknown>;
}

/**
 * Parts the rows of a batch whose references exist from those that name something unknown. Where a kind refers to its
 * own rows, such as agencies to their parents, a row may also name one that stands before it in the batch.
 */
export async function checkReferences(
  em: SqlEntityManager,
  kind: RowKind,
  batch: readonly CheckedRow[],
  reading: Reading,
): Promise<{ readonly accepted: CheckedRow[]; readonly rejections: Rejection[] }> {
  const references = await referencesOf(em, kind, batch);
  const toItself = references.filter(({ entity }) => entity === kind.entity);
  const accepted: CheckedRow[] = [];
  const rejections: Rejection[] = [];
  for (const one of batch) {
    const broken = references.find(({ column, known }) => one.row[column] !== null && !known.has(one.row[column]));
    if (broken) {
      rejections.push(unknown(kind, one, broken));
      continue;
    }
    accepted.push(one);
    for (const { property, known } of toItself) known.add(kind.toEntity(one.row, reading)[property]);
  }
  return { accepted, rejections };
}

async function referencesOf(
  em: SqlEntityManager,
  kind: RowKind,
  batch: readonly CheckedRow[],
): Promise<readonly Reference[]> {
  const references: Reference[] = [];
  for (const [column, reference] of Object.entries(kind.references ?? {})) {
    if (!reference) continue;
    const [entity, property] = reference;
    const named = [...new Set(batch.map(({ row }) => row[column]).filter((value) => value !== null))];
    const { tableName, properties } = em.getMetadata(entity);
    const field = properties[property]?.fieldNames[0] ?? property;
    const found = await em.execute<{ value: unknown }[]>(
      `select distinct ${field} as value from ${tableName} where ${field} in (select json_array_elements_text(?::json))`,
      [JSON.stringify(named)],
    );
    references.push({ column, entity, property, known: new Set(found.map(({ value }) => value)) });
  }
  return references;
}

function unknown({ columns }: RowKind, { line, row }: CheckedRow, { column, entity, property }: Reference): Rejection {
  const table = entity.meta.tableName;
  const reason = `expected a ${property} of ${table} that was imported before, got ${quote(columns, column, row[column])}`;
  return { row: line, column, reason };
}
