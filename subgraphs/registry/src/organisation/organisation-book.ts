import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import {
  type Clock,
  clientError,
  keyId,
  type LinkState,
  type OrganisationSaid,
  participants,
  reservedCodes,
  type SubgraphContext,
} from '@hub/kit';
import { documentsInForce } from './published-organisations.js';
import type { SnapshotBook } from './snapshot-book.js';

type Em = SubgraphContext['em'];

/** What an organisation publishes by versions. */
export type DocumentKind = 'AGREEMENTS' | 'SCHEMA';

/** An organisation as it joins: what it says of itself, its public key, and what it publishes. */
export interface Joining {
  readonly code: string;
  readonly said: OrganisationSaid;
  /** A public Ed25519 key in PEM. */
  readonly publicKey: string;
  readonly agreements: string | null;
  readonly schema: string | null;
}

/** An organisation as operators see it. */
export interface ListedOrganisation {
  readonly code: string;
  readonly state: LinkState;
  readonly said: OrganisationSaid | null;
  readonly agreementsVersion: number | null;
  readonly schemaVersion: number | null;
  /** What was done last, by whom and why. */
  readonly last: { readonly what: string; readonly by: string; readonly at: string; readonly reason: string | null };
}

/** What an organisation has said and published, for whoever decides whether it goes live. */
export interface ShownOrganisation {
  readonly code: string;
  readonly state: LinkState;
  readonly said: OrganisationSaid;
  readonly keyIds: readonly string[];
  readonly agreements: string | null;
  readonly schema: string | null;
}

/** A version of what an organisation published. */
export interface DocumentVersion {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly override: string | null;
  readonly inForce: boolean;
}

/** How long an invitation is good, in milliseconds. */
const invitedForMs = 14 * 86_400_000;

/** Which states follow which: an organisation that left may be invited anew. */
const follows: Readonly<Record<LinkState, readonly LinkState[]>> = {
  INVITED: ['CHECKING', 'LEFT'],
  CHECKING: ['LIVE', 'LEFT'],
  LIVE: ['SUSPENDED', 'LEFT'],
  SUSPENDED: ['LIVE', 'LEFT'],
  LEFT: ['INVITED'],
};

/** Keeps the organisations that publish at the registry. What changes what is live makes a snapshot, in one transaction. */
export class OrganisationBook {
  constructor(
    private readonly em: Em,
    private readonly snapshots: SnapshotBook,
    private readonly now: Clock,
  ) {}

  /** Invites an organisation. @returns the secret with which it joins, this once. @throws GraphQLError */
  async invite(code: string, by: string): Promise<string> {
    if (reservedCodes.has(code) || participants.some((one) => one.code === code)) {
      throw clientError('BAD_USER_INPUT', `code: expected one that is neither the hub's own nor taken, got ${code}.`);
    }
    const secret = randomBytes(32).toString('base64url');
    await this.em.fork().transactional(async (tx) => {
      const [row] = await lock(tx, code);
      if (row && !['INVITED', 'LEFT'].includes(row.state)) {
        throw clientError('CONFLICT', `Expected an organisation that is not linked, but ${code} is ${row.state}.`);
      }
      await tx.execute(
        `insert into linked_organisation (code, state) values (?, 'INVITED')
         on conflict (code) do update set state = 'INVITED'`,
        [code],
      );
      await tx.execute('delete from invitation where code = ? and used_at is null', [code]);
      await tx.execute('insert into invitation (secret_hash, code, invited_by, until) values (?, ?, ?, ?)', [
        ...[hashOf(secret), code, by, new Date(this.now().getTime() + invitedForMs)],
      ]);
      await this.#note(tx, code, 'INVITED', 'invited', by);
    });
    return secret;
  }

  /**
   * An invited organisation joins: it is looked at, and shows nothing yet.
   * @throws GraphQLError `UNAUTHENTICATED` where the secret is none that is good; `BAD_USER_INPUT`.
   */
  async join(secret: string, { code, said, publicKey, agreements, schema }: Joining): Promise<void> {
    const now = this.now();
    await this.em.fork().transactional(async (tx) => {
      const used: unknown[] = await tx.execute(
        `update invitation set used_at = ? where secret_hash = ? and code = ? and used_at is null and until > ? returning code`,
        [now, hashOf(secret), code, now],
      );
      if (used.length === 0) {
        throw clientError('UNAUTHENTICATED', `Expected an invitation of ${code} that is good and was not used.`);
      }
      await lock(tx, code);
      await this.#addKey(tx, code, publicKey);
      await tx.execute(`update linked_organisation set said = ?::jsonb, state = 'CHECKING' where code = ?`, [
        JSON.stringify(said),
        code,
      ]);
      if (agreements !== null) await this.#addDocument(tx, code, 'AGREEMENTS', agreements, code);
      if (schema !== null) await this.#addDocument(tx, code, 'SCHEMA', schema, code);
      await this.#note(tx, code, 'CHECKING', 'joined', code);
    });
  }

  /** Takes an organisation to another state. @throws GraphQLError `CONFLICT` where that does not follow, or cannot be composed. */
  async change(code: string, state: LinkState, by: string, reason?: string): Promise<void> {
    await this.em.fork().transactional(async (tx) => {
      const [row] = await lock(tx, code);
      if (!row || !follows[row.state].includes(state)) {
        const from = row?.state ?? 'not known';
        throw clientError('CONFLICT', `Expected a state that follows ${from}, but got ${state} for ${code}.`);
      }
      await tx.execute('update linked_organisation set state = ? where code = ?', [state, code]);
      await this.#note(tx, code, state, state.toLowerCase(), by, reason);
      await this.snapshots.make(tx);
    });
    this.snapshots.changed();
  }

  /**
   * Publishes an organisation's agreements or schema: in force at once where it is live.
   * @param override why it is put in force though a check refused it.
   * @returns the version.
   * @throws GraphQLError `CONFLICT` where it cannot be composed.
   */
  async publish(code: string, kind: DocumentKind, content: string, by: string, override?: string): Promise<number> {
    const version = await this.em.fork().transactional(async (tx) => {
      const [row] = await lock(tx, code);
      if (!row || !['CHECKING', 'LIVE', 'SUSPENDED'].includes(row.state)) {
        throw clientError('NOT_LINKED', `Expected an organisation that has joined, but got ${code}.`);
      }
      const added = await this.#addDocument(tx, code, kind, content, by, override);
      await this.#note(tx, code, row.state, `published ${kind.toLowerCase()} ${added}`, by, override);
      await this.snapshots.make(tx);
      return added;
    });
    this.snapshots.changed();
    return version;
  }

  /** Puts a former version in force again. @throws GraphQLError */
  async rollBack(code: string, kind: DocumentKind, version: number, by: string): Promise<void> {
    await this.em.fork().transactional(async (tx) => {
      const [row] = await lock(tx, code);
      const [found]: unknown[] = await tx.execute(
        'select version from organisation_document where (code, kind, version) = (?, ?, ?)',
        [code, kind, version],
      );
      if (!row || !found) {
        throw clientError('BAD_USER_INPUT', `Expected a version of ${code}'s ${kind}, but got ${version}.`);
      }
      await tx.execute(`update linked_organisation set ${columnOf[kind]} = ? where code = ?`, [version, code]);
      await this.#note(tx, code, row.state, `rolled ${kind.toLowerCase()} back to ${version}`, by);
      await this.snapshots.make(tx);
    });
    this.snapshots.changed();
  }

  /** The public keys of an organisation that are good now, by their ids. */
  async keysOf(code: string): Promise<ReadonlyMap<string, ReturnType<typeof createPublicKey>>> {
    const rows: { id: string; pem: string }[] = await this.em.fork().execute(
      `select id, public_key as pem from organisation_key
       where code = ? and valid_from <= ? and coalesce(valid_until, 'infinity') > ?`,
      [code, this.now(), this.now()],
    );
    return new Map(rows.map(({ id, pem }) => [id, createPublicKey(pem)]));
  }

  /** All organisations that were ever invited, by code. */
  list(): Promise<ListedOrganisation[]> {
    return this.em.fork().execute(
      `select o.code, o.state, o.said, o.agreements_version as "agreementsVersion", o.schema_version as "schemaVersion",
         (select json_build_object('what', c.what, 'by', c.changed_by, 'at', c.changed_at, 'reason', c.reason)
          from organisation_change c where c.code = o.code order by c.id desc limit 1) as last
       from linked_organisation o order by o.code`,
    );
  }

  /** What an organisation has said and published, as it is or would be in force; undefined before it joined. */
  async show(code: string): Promise<ShownOrganisation | undefined> {
    const [row]: ShownOrganisation[] = await this.em.fork().execute(
      `select o.code, o.state, o.said,
         (select json_agg(k.id order by k.valid_from) from organisation_key k where k.code = o.code) as "keyIds",
         ${documentsInForce}
       from linked_organisation o where o.code = ? and o.said is not null`,
      [code],
    );
    return row;
  }

  /** The versions of what an organisation published, the newest first. */
  versions(code: string): Promise<DocumentVersion[]> {
    return this.em.fork().execute(
      `select d.kind, d.version, d.published_at as "publishedAt", d.published_by as "publishedBy", d.override,
         d.version = case d.kind when 'SCHEMA' then o.schema_version else o.agreements_version end as "inForce"
       from organisation_document d join linked_organisation o using (code)
       where d.code = ? order by d.published_at desc, d.kind`,
      [code],
    );
  }

  async #addKey(tx: Em, code: string, publicKey: string): Promise<void> {
    const id = keyId(createPublicKey(publicKey));
    const [other]: { code: string }[] = await tx.execute('select code from organisation_key where id = ?', [id]);
    if (other && other.code !== code) {
      throw clientError('BAD_USER_INPUT', `publicKey: expected a key of its own, but ${other.code} has ${id}.`);
    }
    await tx.execute(
      `insert into organisation_key (id, code, public_key, valid_from) values (?, ?, ?, ?)
       on conflict (id) do update set valid_until = null`,
      [id, code, publicKey, this.now()],
    );
  }

  async #addDocument(
    tx: Em,
    code: string,
    kind: DocumentKind,
    content: string,
    by: string,
    override?: string,
  ): Promise<number> {
    const [row]: { version: number }[] = await tx.execute(
      `insert into organisation_document (code, kind, version, content, published_at, published_by, override)
       select ?, ?, coalesce(max(version), 0) + 1, ?, ?, ?, ? from organisation_document where (code, kind) = (?, ?)
       returning version`,
      [code, kind, content, this.now(), by, override ?? null, code, kind],
    );
    const version = row?.version ?? 1;
    await tx.execute(`update linked_organisation set ${columnOf[kind]} = ? where code = ?`, [version, code]);
    return version;
  }

  async #note(tx: Em, code: string, state: LinkState, what: string, by: string, reason?: string): Promise<void> {
    await tx.execute(
      `insert into organisation_change (code, state, what, changed_by, changed_at, reason) values (?, ?, ?, ?, ?, ?)`,
      [code, state, what, by, this.now(), reason ?? null],
    );
  }
}

const columnOf: Readonly<Record<DocumentKind, string>> = {
  AGREEMENTS: 'agreements_version',
  SCHEMA: 'schema_version',
};

function lock(tx: Em, code: string): Promise<{ readonly state: LinkState }[]> {
  return tx.execute('select state from linked_organisation where code = ? for update', [code]);
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
