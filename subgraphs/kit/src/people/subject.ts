import { randomBytes, randomUUID } from 'node:crypto';
import { IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { pseudonymIn } from '../ledger/pseudonym-in.js';
import { withOwnLimits } from '../database/own-connection.js';
import { lockPeople } from './objection.js';
import type { PersonalTable } from './personal-table.js';

/** A person's identifiers in a database. */
export interface SubjectDigests {
  readonly pseudonym: string;
  /** The identifier in the list of objections; see `objectionDigest`. */
  readonly objection: string;
}

/** A person whose rights are exercised at one organisation. */
export interface Subject {
  readonly em: SqlEntityManager;
  readonly tables: readonly PersonalTable[];
  /** Gives the person's identifiers in this transaction: a rotation changes them. */
  readonly digests: (em: SqlEntityManager) => Promise<SubjectDigests>;
  /** The operator who acts for the person, as named in the receipt. */
  readonly operator: string;
}

/** The record of an action, without the person: stored in `subject_request`. */
export interface Receipt {
  readonly id: string;
  /** In RFC 3339. */
  readonly at: string;
  readonly operator: string;
  readonly action: 'SHOWN' | 'ERASED' | 'READMITTED';
  /** How many rows of each table; tables without any are left out. */
  readonly rows: Readonly<Record<string, number>>;
}

/** An organisation's data about a person. */
export interface Holdings {
  /** Rows by table, with the database's columns; `…` replaces the pseudonym. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Whether files with this person are refused, because the person's data was erased. */
  readonly erased: boolean;
  readonly receipt: Receipt;
}

/**
 * The kit's tables of people; each has an index that finds them. Triggers update `ledger_person` and `ledger_month`.
 */
const kitTables = [
  { table: 'ledger_entry', condition: 'pseudonym = ?' },
  // Activities name no person, but one person's record may claim them; the record's name then contains the pseudonym.
  { table: 'ledger_activity', condition: `${pseudonymIn('evidence')} = ?` },
  // The images of imports that can be undone; without these rows, they cannot.
  { table: 'import_image', condition: 'pseudonym = ?' },
] as const;

/** Shows an organisation's data about a person. */
export function showSubject(subject: Subject): Promise<Holdings> {
  const show = async (em: SqlEntityManager): Promise<Holdings> => {
    await withOwnLimits(em);
    const { pseudonym, objection } = await subject.digests(em);
    const tables: Record<string, Readonly<Record<string, unknown>>[]> = {};
    for (const { table, condition } of [...ownTables(subject), ...kitTables]) {
      const rows = await em.execute<{ row: Record<string, unknown> }[]>(
        `select replace((to_jsonb(t) - 'pseudonym')::text, ?, '…')::jsonb as row from ${table} t where ${condition} order by 1`,
        [pseudonym, pseudonym],
      );
      if (rows.length > 0) tables[table] = rows.map(({ row }) => row);
    }
    const [{ erased }] = await em.execute<[{ erased: boolean }]>(
      `select exists (select from objection where digest = ?) as erased`,
      [objection],
    );
    const counts = Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]));
    return { tables, erased, receipt: await writeReceipt(em, subject, 'SHOWN', counts) };
  };
  return subject.em.transactional(show, { isolationLevel: IsolationLevel.REPEATABLE_READ });
}

/**
 * Erases an organisation's data about a person, and prevents files from importing the person again.
 * @returns null when no change was needed: there is no data, and files with the person are refused already.
 */
export function eraseSubject(subject: Subject): Promise<Receipt | null> {
  const { tables } = subject;
  return subject.em.transactional(async (em) => {
    await withOwnLimits(em);
    await lockPeople(em);
    const { pseudonym, objection } = await subject.digests(em);
    const counts: Record<string, number> = {};
    const erase = async (table: string, statement: string, values: readonly string[]) => {
      const [{ count }] = await em.execute<[{ count: number }]>(
        `with erased as (${statement} returning 1) select count(*)::int as count from erased`,
        values,
      );
      if (count > 0) counts[table] = count;
    };
    for (const { entity, whenErased } of tables) {
      const table = entity.meta.tableName;
      if (whenErased === 'delete') await erase(table, `delete from ${table} where pseudonym = ?`, [pseudonym]);
      else await erase(table, `update ${table} set pseudonym = ? where pseudonym = ?`, [nobody(), pseudonym]);
    }
    for (const { table, condition } of kitTables) {
      await erase(table, `delete from ${table} where ${condition}`, [pseudonym]);
    }
    // A sketch of few people nearly reveals them; the next release makes the sketches again.
    await em.execute(`delete from sketch_part`);
    const objected = await em.execute<unknown[]>(
      `insert into objection (digest) values (?) on conflict do nothing returning digest`,
      [objection],
    );
    if (Object.keys(counts).length === 0 && objected.length === 0) return null;
    return writeReceipt(em, subject, 'ERASED', counts);
  });
}

/**
 * Lets files import a person again, at the person's request.
 * @returns null when they were not refused.
 */
export function readmitSubject(subject: Subject): Promise<Receipt | null> {
  return subject.em.transactional(async (em) => {
    await withOwnLimits(em);
    await lockPeople(em);
    const { objection } = await subject.digests(em);
    const lifted = await em.execute<unknown[]>(`delete from objection where digest = ? returning digest`, [objection]);
    return lifted.length > 0 ? writeReceipt(em, subject, 'READMITTED', {}) : null;
  });
}

function ownTables({ tables }: Subject) {
  return tables.map(({ entity }) => ({ table: entity.meta.tableName, condition: 'pseudonym = ?' }));
}

/** A text in the form of a pseudonym, made from no number. */
function nobody(): string {
  return randomBytes(32).toString('base64url');
}

async function writeReceipt(
  em: SqlEntityManager,
  { operator }: Subject,
  action: Receipt['action'],
  rows: Receipt['rows'],
): Promise<Receipt> {
  const receipt = { id: randomUUID(), at: new Date().toISOString(), operator, action, rows };
  await em.execute(`insert into subject_request (id, at, operator, action, row_counts) values (?, ?, ?, ?, ?::jsonb)`, [
    receipt.id,
    receipt.at,
    operator,
    action,
    JSON.stringify(rows),
  ]);
  return receipt;
}
