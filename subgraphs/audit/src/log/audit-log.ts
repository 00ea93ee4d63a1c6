import { type AuditEntry, type ChainHead, nextEntry, type SubgraphContext } from '@hub/kit';

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
    const late = Promise.withResolvers<never>();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      late.reject(new Error(`Expected the records before to be added within ${this.longestWaitMs} ms.`));
    }, this.longestWaitMs);
    const added = this.#adding.then(() => {
      if (isLate) return late.promise;
      clearTimeout(timer);
      return this.#append(records);
    });
    this.#adding = added.catch(() => undefined);
    return Promise.race([added, late.promise]);
  }

  async #append(records: readonly string[]): Promise<ChainHead> {
    for (;;) {
      const before: ChainHead = this.#head ?? (await headOf(this.em));
      // Where the statement fails, nobody knows whether it was done.
      this.#head = undefined;
      const entries: AuditEntry[] = [];
      let { sequence, hash } = before;
      for (const record of records) {
        const entry = nextEntry({ sequence, hash }, record);
        entries.push(entry);
        ({ sequence, hash } = entry);
      }
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
