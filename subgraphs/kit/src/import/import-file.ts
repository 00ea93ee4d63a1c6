import { createHash } from 'node:crypto';
import { ConstraintViolationException, type EntityName } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { markLedgerAsOfNow, recordEvidence } from '../ledger/ledger.js';
import { pseudonymOf } from '../ledger/pseudonym.js';
import { type CsvRecord, readCsv } from './csv.js';
import type { Columns, ImportKind, Row } from './import-kind.js';

/** A row that was not taken, and why. The row is the line of the file, the header being line 1. */
export interface Rejection {
  readonly row: number;
  readonly column: string;
  readonly reason: string;
}

/** What an import says while it runs, in this order; the last is `done`. */
export type ImportEvent =
  | { readonly type: 'progress'; readonly read: number }
  | ({ readonly type: 'rejected' } & Rejection)
  | { readonly type: 'ignored'; readonly columns: readonly string[] }
  | { readonly type: 'done'; readonly read: number; readonly written: number; readonly rejected: number };

export interface ImportOptions {
  readonly kind: ImportKind;
  /** The file's name, for the record. */
  readonly file: string;
  /** Whether what it holds is made up. */
  readonly demonstration: boolean;
  readonly content: AsyncIterable<Uint8Array>;
  /** Needed for kinds with a citizen's number. */
  readonly pseudonymKey: Buffer | undefined;
  /** Whether this organisation keeps a ledger. */
  readonly hasLedger: boolean;
}

const batchSize = 500;

interface CheckedRow {
  readonly line: number;
  readonly key: string;
  readonly row: Row<Columns>;
}

/**
 * Imports one file in one transaction: either all of its good rows are in, or (on a broken file or a
 * fault) none. Bad rows are reported one by one and do not hold up the others.
 * @throws FileError when the file as a whole cannot be read as this kind.
 */
export async function* importFile(em: SqlEntityManager, options: ImportOptions): AsyncGenerator<ImportEvent> {
  const { kind } = options;
  const digest = createHash('sha256');
  const seen = new Map<string, number>();
  let read = 0;
  let written = 0;
  let rejected = 0;
  let batch: CheckedRow[] = [];

  await em.begin();
  try {
    const reader = readCsv(hashed(options.content, digest), Object.keys(kind.columns));
    for await (const item of reader) {
      if (item.type === 'ignored') {
        yield item;
        continue;
      }
      read += 1;
      const outcome = item.type === 'broken' ? item.rejection : checkRow(item, options, seen);
      if ('reason' in outcome) {
        rejected += 1;
        yield { type: 'rejected', ...outcome };
      } else {
        batch.push(outcome);
      }
      if (batch.length === batchSize) {
        for (const rejection of await writeBatch(em, kind, batch, options.hasLedger)) {
          rejected += 1;
          yield { type: 'rejected', ...rejection };
        }
        batch = [];
        yield { type: 'progress', read };
      }
    }
    for (const rejection of await writeBatch(em, kind, batch, options.hasLedger)) {
      rejected += 1;
      yield { type: 'rejected', ...rejection };
    }
    written = read - rejected;
    if (options.hasLedger) await markLedgerAsOfNow(em);
    await em.execute(
      `insert into import_run (kind, file, demonstration, sha256, read, written, rejected) values (?, ?, ?, ?, ?, ?, ?)`,
      [kind.kind, options.file, options.demonstration, digest.digest('hex'), read, written, rejected],
    );
    await em.commit();
  } finally {
    // A fault, or a reader that stopped listening: nothing of the file stays.
    if (em.isInTransaction()) await em.rollback();
  }
  yield { type: 'done', read, written, rejected };
}

async function* hashed(content: AsyncIterable<Uint8Array>, digest: ReturnType<typeof createHash>) {
  for await (const chunk of content) {
    digest.update(chunk);
    yield chunk;
  }
}

function checkRow(record: CsvRecord, options: ImportOptions, seen: Map<string, number>): CheckedRow | Rejection {
  const { kind, pseudonymKey } = options;
  const row: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(kind.columns)) {
    const text = record.values[name] ?? '';
    const value = column.parse(text);
    if (value === undefined) {
      const got = column.secret ? 'something else (not repeated here: it identifies a person)' : JSON.stringify(text);
      return { row: record.line, column: name, reason: `expected ${column.expected}, got ${got}` };
    }
    if (!column.secret || value === null) row[name] = value;
    else if (name === 'citizen_number') row[name] = pseudonymOf(text, requireKey(pseudonymKey));
  }
  const key = kind.key.map((name) => String(row[name])).join('/');
  const earlier = seen.get(key);
  if (earlier !== undefined) {
    return {
      row: record.line,
      column: kind.key.join('+'),
      reason: `expected each key once, but line ${earlier} has the same`,
    };
  }
  const wrong = kind.check?.(row);
  if (wrong) return { row: record.line, ...wrong };
  seen.set(key, record.line);
  return { line: record.line, key, row };
}

function requireKey(key: Buffer | undefined): Buffer {
  if (!key) throw new Error('PSEUDONYM_KEY_FILE is not set, and this kind of file holds citizens’ numbers.');
  return key;
}

async function writeBatch(
  em: SqlEntityManager,
  kind: ImportKind,
  batch: readonly CheckedRow[],
  hasLedger: boolean,
): Promise<Rejection[]> {
  const { accepted, rejections } = await checkReferences(em, kind, batch);
  if (accepted.length > 0) rejections.push(...(await writeRows(em, kind, accepted, hasLedger)));
  return rejections;
}

/** Writes rows together; when the database refuses one of them, each by itself, so that only that one is lost. */
async function writeRows(
  em: SqlEntityManager,
  kind: ImportKind,
  rows: readonly CheckedRow[],
  hasLedger: boolean,
): Promise<Rejection[]> {
  try {
    await em.transactional((savepoint) => upsertRows(savepoint, kind, rows, hasLedger), { clear: true });
    return [];
  } catch (error) {
    if (!(error instanceof ConstraintViolationException)) throw error;
    if (rows.length === 1) {
      const { constraint = 'a constraint' } = error as { constraint?: string };
      return [
        {
          row: rows[0]?.line ?? 0,
          column: '',
          reason: `expected a row that the database accepts, but it breaks ${constraint}`,
        },
      ];
    }
    const rejections: Rejection[] = [];
    for (const row of rows) rejections.push(...(await writeRows(em, kind, [row], hasLedger)));
    return rejections;
  }
}

async function upsertRows(
  em: SqlEntityManager,
  kind: ImportKind,
  rows: readonly CheckedRow[],
  hasLedger: boolean,
): Promise<void> {
  const entity: EntityName<Record<string, unknown>> = kind.entity;
  await em.upsertMany(
    entity,
    rows.map(({ row }) => kind.toEntity(row)),
    {
      onConflictFields: [...kind.entityKey] as never,
      onConflictAction: 'merge',
    },
  );
  if (hasLedger && kind.toLedger) {
    const { toLedger } = kind;
    await recordEvidence(
      em,
      rows.map(({ key, row }) => ({ evidence: `${kind.kind}:${key}`, facts: toLedger(row) })),
    );
  }
}

async function checkReferences(em: SqlEntityManager, kind: ImportKind, batch: readonly CheckedRow[]) {
  let accepted = batch;
  const rejections: Rejection[] = [];
  for (const [column, reference] of Object.entries(kind.references ?? {})) {
    if (!reference || accepted.length === 0) continue;
    const [entity, property] = reference;
    const asked = [...new Set(accepted.map(({ row }) => row[column]).filter((value) => value !== null))];
    const rows = (await em.find(entity, { [property]: { $in: asked } }, { fields: [property] as never })) as Record<
      string,
      unknown
    >[];
    const known = new Set(rows.map((row) => row[property]));
    const isKnown = ({ row }: CheckedRow) => row[column] === null || known.has(row[column]);
    rejections.push(
      ...accepted
        .filter((one) => !isKnown(one))
        .map(({ line, row }) => ({
          row: line,
          column,
          reason: `expected a ${property} of ${entity.meta.tableName} that was imported before, got ${JSON.stringify(row[column])}`,
        })),
    );
    accepted = accepted.filter(isKnown);
    em.clear();
  }
  return { accepted, rejections };
}
