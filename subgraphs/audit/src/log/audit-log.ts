import { type AuditEntry, type ChainHead, nextEntry, type SubgraphContext } from '@hub/kit';

type EntityManager = SubgraphContext['em'];

/** A row of a table, with its `bigint` as PostgreSQL sends it. */
type Row<T> = Omit<T, 'sequence'> & { readonly sequence: string | number };

/**
 * Adds records to the log, in this order, in one transaction. Whoever else adds meanwhile waits for the head, so that
 * the chain never forks, however many write.
 * @param records JSON texts.
 * @returns the head after them.
 */
export function append(em: EntityManager, records: readonly string[]): Promise<ChainHead> {
  return em.fork().transactional(async (transaction) => {
    const [row]: Row<ChainHead>[] = await transaction.execute('select sequence, hash from audit_head for update');
    if (!row) throw new Error('Expected a head of the audit log.');
    let head: ChainHead = { sequence: Number(row.sequence), hash: row.hash };
    const entries: AuditEntry[] = [];
    for (const record of records) {
      const entry = nextEntry(head, record);
      entries.push(entry);
      head = entry;
    }
    await transaction.execute(
      `insert into audit_entry (sequence, record, hash)
       select sequence, record, hash from jsonb_to_recordset(?::jsonb) as entry (sequence bigint, record text, hash text)`,
      [JSON.stringify(entries)],
    );
    await transaction.execute('update audit_head set sequence = ?, hash = ?', [head.sequence, head.hash]);
    return { sequence: head.sequence, hash: head.hash };
  });
}

/** How far the log has come. */
export async function headOf(em: EntityManager): Promise<ChainHead> {
  const [row]: Row<ChainHead>[] = await em.fork().execute('select sequence, hash from audit_head');
  if (!row) throw new Error('Expected a head of the audit log.');
  return { sequence: Number(row.sequence), hash: row.hash };
}

/** The hash of an entry; undefined where there is none. */
export async function hashOf(em: EntityManager, sequence: number): Promise<string | undefined> {
  const [row]: { hash: string }[] = await em
    .fork()
    .execute('select hash from audit_entry where sequence = ?', [sequence]);
  return row?.hash;
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
