import {
  type Anchor,
  isSigned,
  type KeptMark,
  nextEntry,
  readRestoreRecord,
  type RestoreMark,
  sequenceOfMark,
} from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** How much the clocks of the log's processes may differ, in milliseconds. */
const toleranceMs = 5000;

/** How often older anchors are thinned out, in milliseconds. */
const thinEveryMs = 60 * 60 * 1000;

/** How long all anchors are kept, in milliseconds. */
const keptForMs = 48 * 60 * 60 * 1000;

/** Keeps all anchors of the last two days, and before that the last anchor of each hour. */
const thinOut = `
  delete from audit_anchor as old
  where received_at < now() - interval '48 hours' and exists (
    select from audit_anchor as newer
    where newer.sequence > old.sequence
      and date_trunc('hour', newer.received_at) = date_trunc('hour', old.received_at)
  )`;

const columns = 'sequence, hash, at, public_key as "publicKey", signature';

/** Thrown for a refused anchor: it is from another log, or the log has changed. */
export class AnchorError extends Error {}

/** A row of the table, as PostgreSQL sends it. */
type Row = Omit<Anchor, 'sequence' | 'at'> & { readonly sequence: string | number; readonly at: Date | string };

/** A row of the table of marks, as PostgreSQL sends it. */
type MarkRow = Row & {
  readonly record: string;
  readonly receivedAt: Date | string;
  readonly heldSequence: string | number | null;
  readonly heldHash: string | null;
};

/**
 * Stores the anchors of the hub's audit log that gateways deliver, so that a rewritten or truncated log is noticed. The
 * first key that it sees is the log's.
 */
export class AnchorKeeper {
  #keeping: Promise<unknown> = Promise.resolve();
  #thinned = -Infinity;

  /** @param organisation the organisation that stores them. */
  constructor(
    private readonly em: SqlEntityManager,
    private readonly organisation: string,
  ) {}

  /** The stored anchors, the oldest first. */
  kept(): Promise<Anchor[]> {
    return this.#read('order by audit_anchor.sequence');
  }

  /**
   * Stores an anchor, after the anchors of earlier calls.
   * @returns whether it is new; an older or equal one, from another gateway, adds no row.
   * @throws AnchorError where it contradicts a stored one.
   */
  keep(anchor: Anchor): Promise<boolean> {
    const kept = this.#keeping.then(() => this.#keep(anchor));
    this.#keeping = kept.catch(() => undefined);
    return kept;
  }

  /** The reported restores of the log, the oldest first. */
  async marks(): Promise<KeptMark[]> {
    const rows: MarkRow[] = await this.em.fork().execute(
      `select ${columns}, record, received_at as "receivedAt", held_sequence as "heldSequence",
           held_hash as "heldHash" from audit_mark order by audit_mark.sequence`,
    );
    return rows.map(({ record, receivedAt, heldSequence, heldHash, ...anchor }) => ({
      anchor: anchorOf(anchor),
      record,
      receivedAt: new Date(receivedAt).toISOString(),
      held: heldHash === null ? null : { sequence: Number(heldSequence), hash: heldHash },
    }));
  }

  /**
   * Stores a restore's mark beside the newest anchor before it, and continues from it: the mark's place in the log is a
   * head, too.
   * @returns whether it is new.
   * @throws AnchorError where it is from another log, or misstates this organisation's anchors.
   */
  keepMark(mark: RestoreMark): Promise<boolean> {
    const kept = this.#keeping.then(() => this.#keepMark(mark));
    this.#keeping = kept.catch(() => undefined);
    return kept;
  }

  async #keepMark({ anchor, record }: RestoreMark): Promise<boolean> {
    const { sequence, hash, at, publicKey, signature } = anchor;
    if (!isSigned(anchor)) throw new AnchorError('Expected a mark that the audit log has signed.');
    const said = readRestoreRecord(record);
    if (!said || sequence !== sequenceOfMark(said) || nextEntry(said.before, record, sequence).hash !== hash) {
      throw new AnchorError(`Expected the mark of a restore at entry ${sequence}, with the hash that was signed.`);
    }
    const [held] = await this.#read('where sequence < ? order by audit_anchor.sequence desc limit 1', [sequence]);
    const [known] = await this.#read('order by audit_anchor.sequence limit 1');
    if (known && known.publicKey !== publicKey) {
      throw new AnchorError('The audit log is signed with another key than before.');
    }
    const lost = said.lost.find(({ organisation }) => organisation === this.organisation);
    for (const head of lost ? [lost.first, lost.last] : []) {
      const [same] = await this.#read('where sequence = ?', [head.sequence]);
      const mayBeThinnedOut = Date.parse(head.at) < Date.now() - keptForMs;
      if (same ? same.hash === head.hash : mayBeThinnedOut) continue;
      throw new AnchorError(
        `The mark says that ${this.organisation} kept the hash ${head.hash} of entry ${head.sequence}; it keeps ${same ? same.hash : 'none of it'}.`,
      );
    }
    await this.#keep(anchor);
    const added: unknown[] = await this.em.fork().execute(
      `insert into audit_mark
         (sequence, hash, at, public_key, signature, record, held_sequence, held_hash)
       values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning sequence`,
      [...[sequence, hash, at, publicKey, signature, record], held?.sequence ?? null, held?.hash ?? null],
    );
    return added.length > 0;
  }

  async #keep(anchor: Anchor): Promise<boolean> {
    const { sequence, hash, at, publicKey, signature } = anchor;
    if (!isSigned(anchor)) throw new AnchorError('Expected an anchor that the audit log has signed.');
    const [before] = await this.#read('where sequence <= ? order by audit_anchor.sequence desc limit 1', [sequence]);
    const [after] = await this.#read('where sequence > ? order by audit_anchor.sequence limit 1', [sequence]);
    if ((before ?? after ?? anchor).publicKey !== publicKey) {
      throw new AnchorError('The audit log is signed with another key than before.');
    }
    if (before?.sequence === sequence && before.hash !== hash) {
      throw new AnchorError(`The audit log was rewritten: entry ${sequence} has another hash than the one kept here.`);
    }
    if (isBefore(after, anchor) || isBefore(anchor, before)) {
      const [more, less] = isBefore(after, anchor) ? [after, anchor] : [anchor, before];
      throw new AnchorError(
        `The audit log was cut off: it had ${more?.sequence} entries at ${more?.at}, and ${less?.sequence} at ${less?.at}.`,
      );
    }
    if (after || before?.sequence === sequence || sequence === 0) return false;
    await this.em
      .fork()
      .execute('insert into audit_anchor (sequence, hash, at, public_key, signature) values (?, ?, ?, ?, ?)', [
        ...[sequence, hash, at, publicKey, signature],
      ]);
    await this.#thinOut();
    return true;
  }

  async #thinOut(): Promise<void> {
    if (performance.now() - this.#thinned < thinEveryMs) return;
    await this.em.fork().execute(thinOut);
    this.#thinned = performance.now();
  }

  async #read(which: string, values: readonly unknown[] = []): Promise<Anchor[]> {
    const rows: Row[] = await this.em.fork().execute(`select ${columns} from audit_anchor ${which}`, [...values]);
    return rows.map(anchorOf);
  }
}

function anchorOf({ sequence, at, ...rest }: Row): Anchor {
  return { ...rest, sequence: Number(sequence), at: new Date(at).toISOString() };
}

/** Whether one anchor was signed before the other, by more than the clocks may differ. */
function isBefore(one: Anchor | undefined, other: Anchor | undefined): boolean {
  return one !== undefined && other !== undefined && Date.parse(one.at) + toleranceMs < Date.parse(other.at);
}
