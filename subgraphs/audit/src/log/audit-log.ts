import type { SubgraphContext } from '@hub/kit';
import { type AuditEntry, type ChainHead, nextEntry, type RestoreRecord, sequenceOfMark } from '@hub/protocol';
import { isMark } from './restore.migration.js';
import { emptyStream, type StreamedRecords, takenOf } from './streamed-records.js';

type EntityManager = SubgraphContext['em'];

/** A row of a table, with its `bigint` as PostgreSQL sends it. */
type Row<T> = Omit<T, 'sequence'> & { readonly sequence: string | number };

/**
 * Moves the head from its expected value and inserts the entries: both, or neither if the head is another. The row lock
 * makes concurrent writers wait, so the chain never forks.
 */
const addAfterHead = `
  with moved as (
    update audit_head set sequence = ?, hash = ? where sequence = ? and hash = ? returning sequence
  ), added as (
    insert into audit_entry (sequence, record, hash)
    select entry.sequence, entry.record, entry.hash
    from moved, json_to_recordset(?::json) as entry (sequence bigint, record text, hash text)
  ), streamed as (
    insert into audit_stream (id, sequence, hash, at)
    select stream.id, stream.sequence, stream.hash, now()
    from moved, json_to_recordset(?::json) as stream (id uuid, sequence bigint, hash text)
    on conflict (id) do update set sequence = excluded.sequence, hash = excluded.hash, at = excluded.at
  )
  select sequence from moved`;

/** The entries of one commit, and the new end of a gateway's stream. */
interface Addition {
  readonly entries: readonly AuditEntry[];
  readonly stream?: { readonly id: string } & ChainHead;
}

/** Largest number of streams whose ends are cached. */
const mostStreams = 1000;

/** How long records wait for earlier records, in milliseconds: about as long as a gateway waits for an answer of the log. */
const defaultWaitMs = 5000;

/** Adds entries to the log. Caches the head of the last commit, so that the next commit is a single statement. */
export class AuditLog {
  #head: ChainHead | undefined;
  /** Ends of streams at that head. */
  readonly #streams = new Map<string, ChainHead>();
  #adding: Promise<unknown> = Promise.resolve();

  /** @param longestWaitMs longest wait for earlier records, in milliseconds: if the database hangs, callers get an error. */
  constructor(
    private readonly em: EntityManager,
    private readonly longestWaitMs = defaultWaitMs,
  ) {}

  /**
   * Adds records in the given order after the records of earlier calls: all of them or none.
   * @param records JSON texts.
   * @returns the head after these records, once they are on disk.
   * @throws Error if earlier calls take too long; then these records are not added.
   */
  append(records: readonly string[]): Promise<ChainHead> {
    return this.#inTurn((before) => ({ entries: entriesOf(records, before) }));
  }

  /**
   * Adds the records of a gateway's stream that the log lacks. A missing position, or an altered record, gets an entry
   * that reports it.
   * @returns the head after these records, once they are on disk.
   * @throws Error as `append` does.
   */
  appendStreamed(streamed: StreamedRecords): Promise<ChainHead> {
    const { id } = streamed;
    return this.#inTurn(async (before) => {
      const known = this.#streams.get(id) ?? (await streamEnd(this.em, id));
      const { records, end } = takenOf(streamed, known);
      if (records.length === 0) return { entries: [] };
      return { entries: entriesOf(records, before), stream: { id, ...end } };
    });
  }

  /**
   * Adds the mark of a restore, with a number after all present entries and all lost ones that the mark names.
   * @param mark the record without its `before`.
   * @returns the mark's position, once it is on disk.
   * @throws Error as `append` does.
   */
  mark(mark: Omit<RestoreRecord, 'before'>): Promise<ChainHead> {
    return this.#inTurn(({ sequence, hash }) => {
      const record: RestoreRecord = { ...mark, before: { sequence, hash } };
      return { entries: [nextEntry(record.before, JSON.stringify(record), sequenceOfMark(record))] };
    });
  }

  #inTurn(additionAfter: (before: ChainHead) => Addition | Promise<Addition>): Promise<ChainHead> {
    const late = Promise.withResolvers<never>();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      late.reject(new Error(`Expected the records before to be added within ${this.longestWaitMs} ms.`));
    }, this.longestWaitMs);
    const added = this.#adding.then(() => {
      if (isLate) return late.promise;
      clearTimeout(timer);
      return this.#add(additionAfter);
    });
    this.#adding = added.catch(() => undefined);
    return Promise.race([added, late.promise]);
  }

  async #add(additionAfter: (before: ChainHead) => Addition | Promise<Addition>): Promise<ChainHead> {
    for (;;) {
      const before: ChainHead = this.#head ?? (await this.#readHead());
      const { entries, stream } = await additionAfter(before);
      const { sequence, hash } = entries.at(-1) ?? before;
      if (entries.length === 0) return (this.#head = before);
      // After a failed statement, it is unknown whether the database executed it.
      this.#head = undefined;
      const streams = JSON.stringify(stream ? [stream] : []);
      const moved: unknown[] = await this.em
        .fork()
        .execute(addAfterHead, [sequence, hash, before.sequence, before.hash, JSON.stringify(entries), streams]);
      // Another process has added entries: try again after them.
      if (moved.length === 0) continue;
      if (stream) this.#remember(stream);
      return (this.#head = { sequence, hash });
    }
  }

  /** Another process may have moved the head and the ends of streams. */
  #readHead(): Promise<ChainHead> {
    this.#streams.clear();
    return headOf(this.em);
  }

  #remember({ id, sequence, hash }: { readonly id: string } & ChainHead): void {
    this.#streams.delete(id);
    this.#streams.set(id, { sequence, hash });
    const [oldest] = this.#streams.keys();
    if (this.#streams.size > mostStreams && oldest !== undefined) this.#streams.delete(oldest);
  }
}

function entriesOf(records: readonly string[], before: ChainHead): AuditEntry[] {
  const entries: AuditEntry[] = [];
  let head = before;
  for (const record of records) entries.push((head = nextEntry(head, record)));
  return entries;
}

/** The end of a gateway's stream. */
async function streamEnd(em: EntityManager, id: string): Promise<ChainHead> {
  const [row]: Row<ChainHead>[] = await em.fork().execute('select sequence, hash from audit_stream where id = ?', [id]);
  return row ? { sequence: Number(row.sequence), hash: row.hash } : emptyStream;
}

/** The head of the log. */
export async function headOf(em: EntityManager): Promise<ChainHead> {
  const [row]: Row<ChainHead>[] = await em.fork().execute('select sequence, hash from audit_head');
  if (!row) throw new Error('Expected a head of the audit log.');
  return { sequence: Number(row.sequence), hash: row.hash };
}

/** The entries after a sequence number, in order, as stored. */
export async function entriesAfter(em: EntityManager, sequence: number, limit: number): Promise<AuditEntry[]> {
  const rows: Row<AuditEntry>[] = await em
    .fork()
    .execute(
      'select sequence, record, hash from audit_entry where sequence > ? order by audit_entry.sequence limit ?',
      [...[sequence, limit]],
    );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

/** The hash of an entry; undefined if the number is unknown. */
export async function hashOf(em: EntityManager, sequence: number): Promise<string | undefined> {
  const [row]: { hash: string }[] = await em
    .fork()
    .execute('select hash from audit_entry where sequence = ?', [sequence]);
  return row?.hash;
}

/** The marks of restores, oldest first. */
export async function marksIn(em: EntityManager): Promise<AuditEntry[]> {
  const rows: Row<AuditEntry>[] = await em
    .fork()
    .execute(`select sequence, record, hash from audit_entry where ${isMark} order by audit_entry.sequence`);
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}
