import type { SubgraphContext } from '@hub/kit';
import { type AuditEntry, type ChainHead, nextEntry, type RestoreRecord, sequenceOfMark } from '@hub/protocol';
import { isMark } from './restore.migration.js';

type EntityManager = SubgraphContext['em'];

/** A row of a table, with its `bigint` as PostgreSQL sends it. */
type Row<T> = Omit<T, 'sequence'> & { readonly sequence: string | number };

/**
 * Moves the head from where it was expected and adds what leads there: both or, where it is elsewhere, neither. Whoever
 * else moves it meanwhile is waited for, so that the chain never forks, however many write.
 */
const addAfterHead = `
  with moved as (
    update audit_head set sequence = ?, hash = ? where sequence = ? and hash = ? returning sequence
  ), added as (
    insert into audit_entry (sequence, record, hash)
    select entry.sequence, entry.record, entry.hash
    from moved, json_to_recordset(?::json) as entry (sequence bigint, record text, hash text)
  )
  select sequence from moved`;

/** How long records wait for those before, in milliseconds: about as long as a gateway waits for its own. */
const defaultWaitMs = 5000;

/** Adds to the log. It remembers where its last commit ended, so that the next one is a single statement. */
export class AuditLog {
  #head: ChainHead | undefined;
  #adding: Promise<unknown> = Promise.resolve();

  /** @param longestWaitMs how long records wait for those before, in milliseconds: while a database hangs, none wait for all. */
  constructor(
    private readonly em: EntityManager,
    private readonly longestWaitMs = defaultWaitMs,
  ) {}

  /**
   * Adds records, in this order, all or none; after those of earlier calls.
   * @param records JSON texts.
   * @returns the head after them, once they are on disk.
   * @throws Error when those before take too long; then these are not added.
   */
  append(records: readonly string[]): Promise<ChainHead> {
    return this.#inTurn((before) => {
      const entries: AuditEntry[] = [];
      let head = before;
      for (const record of records) entries.push((head = nextEntry(head, record)));
      return entries;
    });
  }

  /**
   * Adds the mark of a restore, after all entries that are there and all numbers that it says are lost.
   * @param mark all of it but the entry before.
   * @returns its place, once it is on disk.
   * @throws Error as `append` does.
   */
  mark(mark: Omit<RestoreRecord, 'before'>): Promise<ChainHead> {
    return this.#inTurn(({ sequence, hash }) => {
      const record: RestoreRecord = { ...mark, before: { sequence, hash } };
      return [nextEntry(record.before, JSON.stringify(record), sequenceOfMark(record))];
    });
  }

  #inTurn(entriesAfter: (before: ChainHead) => readonly AuditEntry[]): Promise<ChainHead> {
    const late = Promise.withResolvers<never>();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      late.reject(new Error(`Expected the records before to be added within ${this.longestWaitMs} ms.`));
    }, this.longestWaitMs);
    const added = this.#adding.then(() => {
      if (isLate) return late.promise;
      clearTimeout(timer);
      return this.#add(entriesAfter);
    });
    this.#adding = added.catch(() => undefined);
    return Promise.race([added, late.promise]);
  }

  async #add(entriesAfter: (before: ChainHead) => readonly AuditEntry[]): Promise<ChainHead> {
    for (;;) {
      const before: ChainHead = this.#head ?? (await headOf(this.em));
      // Where the statement fails, nobody knows whether it was done.
      this.#head = undefined;
      const entries = entriesAfter(before);
      const { sequence, hash } = entries.at(-1) ?? before;
      const moved: unknown[] = await this.em
        .fork()
        .execute(addAfterHead, [sequence, hash, before.sequence, before.hash, JSON.stringify(entries)]);
      // Another process has added meanwhile: these come after its entries.
      if (moved.length > 0) return (this.#head = { sequence, hash });
    }
  }
}

/** How far the log has come. */
export async function headOf(em: EntityManager): Promise<ChainHead> {
  const [row]: Row<ChainHead>[] = await em.fork().execute('select sequence, hash from audit_head');
  if (!row) throw new Error('Expected a head of the audit log.');
  return { sequence: Number(row.sequence), hash: row.hash };
}

/** The entries that follow one, in order, as they are. */
export async function entriesAfter(em: EntityManager, sequence: number, limit: number): Promise<AuditEntry[]> {
  const rows: Row<AuditEntry>[] = await em
    .fork()
    .execute(
      'select sequence, record, hash from audit_entry where sequence > ? order by audit_entry.sequence limit ?',
      [...[sequence, limit]],
    );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

/** The hash of an entry; undefined where there is none of that number. */
export async function hashOf(em: EntityManager, sequence: number): Promise<string | undefined> {
  const [row]: { hash: string }[] = await em
    .fork()
    .execute('select hash from audit_entry where sequence = ?', [sequence]);
  return row?.hash;
}

/** The marks of restores, the first first. */
export async function marksIn(em: EntityManager): Promise<AuditEntry[]> {
  const rows: Row<AuditEntry>[] = await em
    .fork()
    .execute(`select sequence, record, hash from audit_entry where ${isMark} order by audit_entry.sequence`);
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}
