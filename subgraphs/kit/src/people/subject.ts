import { randomBytes, randomUUID } from 'node:crypto';
import { IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { pseudonymIn } from '../ledger/pseudonym-in.js';
import { withOwnLimits } from '../database/own-connection.js';
import { lockPeople } from './objection.js';
import type { PersonalTable } from './personal-table.js';

/** By what a person is known in a database. */
export interface SubjectDigests {
  readonly pseudonym: string;
  /** By what she is known who is not to be kept; see `objectionDigest`. */
  readonly objection: string;
}

/** A person whose rights are exercised at one organisation. */
export interface Subject {
  readonly em: SqlEntityManager;
  readonly tables: readonly PersonalTable[];
  /** Tells by what she is known, as the database has it in this transaction: a rotation changes that. */
  readonly digests: (em: SqlEntityManager) => Promise<SubjectDigests>;
  /** Who exercises them for her, as the receipt names it. */
  readonly operator: string;
}

/** What was done, without a word about whom: kept in `subject_request`. */
export interface Receipt {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly operator: string;
  readonly action: 'SHOWN' | 'ERASED' | 'READMITTED';
  /** How many rows of which tables; tables without any are left out. */
  readonly rows: Readonly<Record<string, number>>;
}

/** What an organisation holds about a person. */
export interface Holdings {
  /** Rows by table, columns as the database has them; in the place of the pseudonym stands `…`. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Whether files with her in them are refused, since her data was erased. */
  readonly erased: boolean;
  readonly receipt: Receipt;
}

/** The kit's own tables of people; each is found by an index. `ledger_person` and `ledger_month` follow by triggers. */
const kitTables = [
  { table: 'ledger_entry', condition: 'pseudonym = ?' },
  // Turns are nobody's, but a record of one person's may say them; its name then holds the pseudonym.
  { table: 'ledger_activity', condition: `${pseudonymIn('evidence')} = ?` },
  // What rows were before imports that can be taken back; without it they cannot.
  { table: 'import_image', condition: 'pseudonym = ?' },
] as const;

/** Shows what is held about a person. */
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
 * Erases what is held about a person and sees to it that no file brings her back.
 * @returns null when there was nothing to do: nothing is held, and files with her in them are refused already.
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
    // A sketch of few people nearly tells who is in it; the next release makes them again.
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
 * Lets files bring a person in again, who wishes so.
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

/** What looks like a pseudonym, and is of no number. */
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
